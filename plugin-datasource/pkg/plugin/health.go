package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// CheckHealth returns a sentence on whether the service responds and what it offers, or what to do.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	message, failed := d.check(ctx)
	if failed != nil {
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: failed.message}, nil
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: message}, nil
}

func (d *Datasource) check(ctx context.Context) (string, *failure) {
	serviceURL := d.settings.serviceURL
	got, failed := d.client.do(ctx, http.MethodGet, "/api/v1/catalog", nil, nil)
	if failed != nil {
		return "", failed
	}
	if refused := refusal(serviceURL, got); refused != nil {
		return "", refused
	}
	var catalog struct {
		Bodies          []json.RawMessage `json:"bodies"`
		Sites           []json.RawMessage `json:"sites"`
		SatelliteGroups []json.RawMessage `json:"satelliteGroups"`
	}
	if !got.isJSON() || json.Unmarshal(got.body, &catalog) != nil || len(catalog.Bodies) == 0 {
		return "", notOrrery(serviceURL, got)
	}
	return fmt.Sprintf("%s answers at %s: %s, %s, %s.", d.program(ctx), serviceURL,
		count(len(catalog.Bodies), "body", "bodies"), count(len(catalog.Sites), "site", "sites"),
		count(len(catalog.SatelliteGroups), "satellite group", "satellite groups")), nil
}

// program is "Orrery" with its version, if the service returns it; the check does not depend on it.
func (d *Datasource) program(ctx context.Context) string {
	var described struct {
		Info struct {
			Version string `json:"version"`
		} `json:"info"`
	}
	got, failed := d.client.do(ctx, http.MethodGet, "/api/v1/openapi.json", nil, nil)
	if failed != nil || json.Unmarshal(got.body, &described) != nil || described.Info.Version == "" {
		return "Orrery"
	}
	return "Orrery " + described.Info.Version
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
