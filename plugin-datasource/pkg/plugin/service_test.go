package plugin

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// service is a test server in place of the Orrery service that records its requests.
type service struct {
	*httptest.Server
	mutex sync.Mutex
	calls []call
}

type call struct {
	method string
	path   string
	header http.Header
	body   map[string]any
}

func newService(t *testing.T, handler http.HandlerFunc) *service {
	t.Helper()
	fake := &service{}
	fake.Server = httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		read, _ := io.ReadAll(request.Body)
		var body map[string]any
		_ = json.Unmarshal(read, &body)
		fake.mutex.Lock()
		fake.calls = append(fake.calls, call{request.Method, request.URL.Path, request.Header.Clone(), body})
		fake.mutex.Unlock()
		handler(writer, request)
	}))
	t.Cleanup(fake.Close)
	return fake
}

func (s *service) recorded() []call {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]call(nil), s.calls...)
}

func answers(status int, contentType, body string) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", contentType)
		writer.WriteHeader(status)
		_, _ = io.WriteString(writer, body)
	}
}

func answersJSON(body string) http.HandlerFunc {
	return answers(http.StatusOK, "application/json; charset=utf-8", body)
}

func instanceSettings(url, jsonData, apiKey string) backend.DataSourceInstanceSettings {
	source := backend.DataSourceInstanceSettings{URL: url, JSONData: []byte(jsonData)}
	if apiKey != "" {
		source.DecryptedSecureJSONData = map[string]string{"apiKey": apiKey}
	}
	return source
}

func newDatasource(t *testing.T, source backend.DataSourceInstanceSettings) *Datasource {
	t.Helper()
	instance, err := New(context.Background(), source)
	if err != nil {
		t.Fatalf("the instance was not made: %v", err)
	}
	datasource := instance.(*Datasource)
	t.Cleanup(datasource.Dispose)
	return datasource
}

func at(minute int) time.Time {
	return time.Date(2024, time.May, 10, 18, minute, 0, 0, time.UTC)
}

func dataQuery(refID, model string) backend.DataQuery {
	return backend.DataQuery{
		RefID:         refID,
		Interval:      15 * time.Second,
		MaxDataPoints: 240,
		TimeRange:     backend.TimeRange{From: at(0), To: at(60)},
		JSON:          []byte(model),
	}
}

func ask(t *testing.T, datasource *Datasource, queries ...backend.DataQuery) backend.Responses {
	t.Helper()
	response, err := datasource.QueryData(context.Background(), &backend.QueryDataRequest{Queries: queries})
	if err != nil {
		t.Fatalf("QueryData failed as a whole: %v", err)
	}
	return response.Responses
}
