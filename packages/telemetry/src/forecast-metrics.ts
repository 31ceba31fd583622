import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What Prometheus learns of forecasts, models and drift. */
export interface ForecastMetrics {
  readonly issued: Counter<'target' | 'outcome'>;
  readonly age: Gauge<'target'>;
  readonly seconds: Histogram<'target'>;
  readonly rmse: Gauge<'target' | 'leads'>;
  readonly psi: Gauge<'target' | 'feature'>;
  readonly drifted: Gauge<'target'>;
  readonly checks: Counter<'target' | 'outcome'>;
  readonly retrainings: Counter<'target' | 'outcome'>;
  readonly stageSeconds: Histogram<'target' | 'stage'>;
  readonly champion: Gauge<'target' | 'version'>;
}

/** Metrics of forecasts in a registry; once per registry, or prom-client refuses the second of each name. */
export function createForecastMetrics(registry: Registry): ForecastMetrics {
  const registers = [registry];
  return {
    issued: new Counter({
      name: 'orrery_forecast_issued_total',
      help: 'Forecasts issued, by target and outcome: made, or abstained',
      labelNames: ['target', 'outcome'],
      registers,
    }),
    age: new Gauge({
      name: 'orrery_forecast_age_seconds',
      help: 'Time since the moment of issue of the newest forecast, seconds',
      labelNames: ['target'],
      registers,
    }),
    seconds: new Histogram({
      name: 'orrery_forecast_duration_seconds',
      help: 'Duration of one run of a champion, inputs read',
      labelNames: ['target'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
      registers,
    }),
    rmse: new Gauge({
      name: 'orrery_forecast_rmse',
      help: 'RMSE of the forecasts of the last 30 days as they were issued, in units of the target, by group of leads',
      labelNames: ['target', 'leads'],
      registers,
    }),
    psi: new Gauge({
      name: 'orrery_forecast_drift_psi',
      help: 'Population stability index of a feature at the last drift check',
      labelNames: ['target', 'feature'],
      registers,
    }),
    drifted: new Gauge({
      name: 'orrery_forecast_drifted',
      help: '1 where the last check found drift, else 0',
      labelNames: ['target'],
      registers,
    }),
    checks: new Counter({
      name: 'orrery_forecast_drift_checks_total',
      help: 'Drift checks, by outcome: drifted, steady, or too little data',
      labelNames: ['target', 'outcome'],
      registers,
    }),
    retrainings: new Counter({
      name: 'orrery_forecast_retrainings_total',
      help: 'Trainings asked for and how they ended: queued, replaced, kept, failed',
      labelNames: ['target', 'outcome'],
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'orrery_forecast_training_stage_seconds',
      help: 'Duration of one stage of a training',
      labelNames: ['target', 'stage'],
      buckets: [1, 5, 15, 60, 300, 900, 3600],
      registers,
    }),
    champion: new Gauge({
      name: 'orrery_forecast_champion',
      help: '1 for the version that forecasts a target',
      labelNames: ['target', 'version'],
      registers,
    }),
  };
}
