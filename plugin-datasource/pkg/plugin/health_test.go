package plugin

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const smallCatalog = `{"bodies":[{"id":"sun"},{"id":"moon"}],"sites":[{"id":"greenwich"}],"satelliteGroups":[]}`

func TestHealthIsASentence(t *testing.T) {
	gone := newService(t, answersJSON(`{}`))
	gone.Close()
	cases := []struct {
		name    string
		handler http.HandlerFunc
		status  backend.HealthStatus
		message string
	}{
		{"all well", byPath(map[string]string{"/api/v1/catalog": smallCatalog, "/api/v1/openapi.json": `{"info":{"version":"0.1.0"}}`}),
			backend.HealthStatusOk, "Orrery 0.1.0 answers at {url}: 2 bodies, 1 site, 0 satellite groups."},
		{"no version told", byPath(map[string]string{"/api/v1/catalog": smallCatalog}),
			backend.HealthStatusOk, "Orrery answers at {url}: 2 bodies"},
		{"a refused key", answers(401, "application/problem+json", `{"detail":"Send the API key"}`),
			backend.HealthStatusError, "The service at {url} refuses the API key"},
		{"not ready", answers(503, "application/problem+json", `{"detail":"Elements are loading."}`),
			backend.HealthStatusError, "Elements are loading."},
		{"another program with JSON", answersJSON(`{"hello":"world"}`),
			backend.HealthStatusError, "instead of an Orrery answer"},
		{"another program with a page", answers(200, "text/html", `<html>`),
			backend.HealthStatusError, "HTTP 200 with text/html"},
		{"nothing listens", nil, backend.HealthStatusError, "Nothing listens at {url}: start the service with `npm start` or correct the URL"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			url := gone.URL
			if test.handler != nil {
				url = newService(t, test.handler).URL
			}
			datasource := newDatasource(t, instanceSettings(url, `{}`, "key"))
			result, err := datasource.CheckHealth(context.Background(), &backend.CheckHealthRequest{})
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(test.message, "{url}", url)
			if result.Status != test.status || !strings.Contains(result.Message, want) {
				t.Errorf("%v %q, want %v with %q", result.Status, result.Message, test.status, want)
			}
		})
	}
}

func byPath(bodies map[string]string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		body, found := bodies[request.URL.Path]
		if !found {
			answers(404, "application/problem+json", `{"detail":"No route"}`)(writer, request)
			return
		}
		answersJSON(body)(writer, request)
	}
}

func TestAnEmptyURLMeansTheDefaultService(t *testing.T) {
	loaded, err := loadSettings(instanceSettings(" ", "", ""))
	if err != nil || loaded.serviceURL != defaultServiceURL {
		t.Errorf("%q, %v", loaded.serviceURL, err)
	}
}

func TestSettingsThatAreNotJSONAreRefusedWithASentence(t *testing.T) {
	_, err := New(context.Background(), instanceSettings("http://127.0.0.1", `{`, ""))
	if err == nil || !strings.Contains(err.Error(), "not valid JSON") || !backend.IsDownstreamError(err) {
		t.Errorf("error %v", err)
	}
}
