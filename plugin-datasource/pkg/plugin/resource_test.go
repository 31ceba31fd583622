package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func callResource(t *testing.T, datasource *Datasource, request *backend.CallResourceRequest) *backend.CallResourceResponse {
	t.Helper()
	var sent *backend.CallResourceResponse
	sender := backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
		sent = response
		return nil
	})
	if err := datasource.CallResource(context.Background(), request, sender); err != nil {
		t.Fatal(err)
	}
	if sent == nil {
		t.Fatal("nothing was sent")
	}
	return sent
}

func TestTheCatalogPassesWithStatusBodyAndETag(t *testing.T) {
	fake := newService(t, func(writer http.ResponseWriter, request *http.Request) {
		writer.Header().Set("ETag", `"v1"`)
		writer.Header().Set("X-Internal", "no")
		if request.Header.Get("If-None-Match") == `"v1"` {
			writer.WriteHeader(http.StatusNotModified)
			return
		}
		answersJSON(smallCatalog)(writer, request)
	})
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, "key"))

	fresh := callResource(t, datasource, &backend.CallResourceRequest{Method: "GET", Path: "catalog"})
	if fresh.Status != 200 || string(fresh.Body) != smallCatalog || fresh.Headers["Etag"][0] != `"v1"` {
		t.Errorf("%d %s %v", fresh.Status, fresh.Body, fresh.Headers)
	}
	if _, leaked := fresh.Headers["X-Internal"]; leaked {
		t.Error("a header that does not describe the body was passed on")
	}
	if got := fake.recorded()[0].header.Get("Authorization"); got != "Bearer key" {
		t.Errorf("Authorization %q", got)
	}
	known := callResource(t, datasource, &backend.CallResourceRequest{
		Method: "GET", Path: "/catalog", Headers: map[string][]string{"if-none-match": {`"v1"`}, "Cookie": {"session=1"}},
	})
	if known.Status != http.StatusNotModified {
		t.Errorf("status %d for a known catalog", known.Status)
	}
	if cookie := fake.recorded()[1].header.Get("Cookie"); cookie != "" {
		t.Errorf("the cookie %q reached the service", cookie)
	}
}

func TestWhatTheServiceRefusesIsPassedOn(t *testing.T) {
	fake := newService(t, answers(503, "application/problem+json", `{"detail":"Not ready."}`))
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	refused := callResource(t, datasource, &backend.CallResourceRequest{Method: "GET", Path: "catalog"})
	if refused.Status != 503 || !strings.Contains(string(refused.Body), "Not ready.") {
		t.Errorf("%d %s", refused.Status, refused.Body)
	}
}

func TestOnlyTheCatalogCanBeReachedAndOnlyRead(t *testing.T) {
	fake := newService(t, answersJSON(`{}`))
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	cases := []struct {
		method, path string
		status       int
	}{
		{"GET", "", 404},
		{"GET", "metrics", 404},
		{"GET", "catalog/../../metrics", 404},
		{"GET", "api/v1/query", 404},
		{"POST", "catalog", 405},
	}
	for _, test := range cases {
		refused := callResource(t, datasource, &backend.CallResourceRequest{Method: test.method, Path: test.path})
		var told problem
		if err := json.Unmarshal(refused.Body, &told); err != nil || told.Status != test.status || told.Detail == "" {
			t.Errorf("%s %q: problem %s", test.method, test.path, refused.Body)
		}
		if refused.Status != test.status {
			t.Errorf("%s %q: status %d, want %d", test.method, test.path, refused.Status, test.status)
		}
	}
	if calls := fake.recorded(); len(calls) != 0 {
		t.Errorf("%d of them reached the service", len(calls))
	}
}

func TestAnUnreachableServiceIsAProblemOfTheResourceToo(t *testing.T) {
	fake := newService(t, answersJSON(`{}`))
	fake.Close()
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	refused := callResource(t, datasource, &backend.CallResourceRequest{Method: "GET", Path: "catalog"})
	if refused.Status != http.StatusBadGateway || !strings.Contains(string(refused.Body), "Nothing listens at") {
		t.Errorf("%d %s", refused.Status, refused.Body)
	}
}
