// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';
import { configure } from '@testing-library/react';

// A busy machine takes longer than the second that is waited by default.
configure({ asyncUtilTimeout: 15_000 });
