import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { choose, field, show, type } from './editorTesting.tsx';

describe('choosing in the forms of forecasts', () => {
  test('the leads are those of the target, and "All" removes the lead', async () => {
    const { saved } = await show({ queryType: 'forecast', target: 'kp' });
    await userEvent.click(field('Hours ahead'));
    const offered = (await screen.findAllByRole('option')).map(({ textContent }) => textContent);
    expect(offered).toEqual(['All', '3 h', '6 h', '24 h']);
    await userEvent.click(screen.getByRole('option', { name: '24 h' }));
    expect(saved().leadHours).toBe(24);
    await choose('Hours ahead', 'All');
    expect(saved()).not.toHaveProperty('leadHours');
  });

  test('one field can be selected, as alert rules need', async () => {
    const { saved } = await show({ queryType: 'forecast', target: 'kp' });
    await choose('Fields', /Kp ≥ 5/);
    expect(saved().fields).toEqual(['p5']);
  });

  test('a time of issue is typed, and "Latest" removes it', async () => {
    const { saved } = await show({ queryType: 'forecast', target: 'kp' });
    await type('Issued at', '2024-05-10T12:00:00Z');
    expect(saved().issuedAt).toBe('2024-05-10T12:00:00Z');
    await choose('Issued at', 'Latest');
    expect(saved()).not.toHaveProperty('issuedAt');
  });

  test('skill against another baseline', async () => {
    const { saved } = await show({ queryType: 'forecastSkill', target: 'kp' });
    await choose('Baseline', /recurrence/);
    expect(saved()).toMatchObject({ target: 'kp', baseline: 'recurrence' });
  });

  test('the view of models has targets and, as a series, numbers', async () => {
    const { saved } = await show({ queryType: 'pipeline', view: 'models', format: 'series' });
    await choose('Target', 'Dst index');
    await choose('Numbers', /Overdue/);
    expect(saved()).toMatchObject({ target: 'dst', fields: ['overdue'] });
  });
});
