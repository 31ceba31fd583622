// Package plugin forwards the queries, the health check and the catalog of the Orrery data source to the Orrery
// service. It has no domain logic: the service computes, and frames are passed on unchanged.
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

// Datasource is one configured data source; the SDK creates a new one whenever the settings change.
type Datasource struct {
	settings settings
	client   *client
}

// New creates the instance for these settings. Invalid settings (such as a malformed URL) do not fail here but in each
// call, because only there can the message reach a person.
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

// Dispose closes the connections of a replaced instance.
func (d *Datasource) Dispose() {
	d.client.close()
}
