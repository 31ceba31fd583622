// Package plugin forwards the queries, the health check and the catalog of the Orrery data source to the Orrery
// service. It parses no domain: what to compute is the service's matter, frames are handed on unchanged.
package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
)

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// Datasource is one configured data source; the SDK makes a new one whenever the settings change.
type Datasource struct {
	settings settings
	client   *client
}

// New makes the instance for these settings. Settings that cannot work (a URL that is none) do not fail here but in
// each call, because only there can a person be told what to correct.
func New(ctx context.Context, source backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	loaded, err := loadSettings(source)
	if err != nil {
		return nil, err
	}
	options, err := source.HTTPClientOptions(ctx)
	if err != nil {
		return nil, backend.DownstreamErrorf("the HTTP settings of the data source cannot be read: %w", err)
	}
	http, err := newClient(loaded, options)
	if err != nil {
		return nil, err
	}
	return &Datasource{settings: loaded, client: http}, nil
}

// Dispose frees the connections of an instance that was replaced.
func (d *Datasource) Dispose() {
	d.client.close()
}
