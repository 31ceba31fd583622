package plugin

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func TestAFailedQueryKeepsItsStatusSourceAndFieldsAndLeavesTheOthers(t *testing.T) {
	cases := []struct {
		name, result string
		status       int
		source       backend.ErrorSource
		message      string
	}{
		{"a wrong name", `{"status":404,"error":"No body \"marz\". Did you mean mars?","errorSource":"downstream","code":"unknownName","errors":[{"path":"bodies.0","message":"unknown"}]}`,
			404, backend.ErrorSourceDownstream, `No body "marz". Did you mean mars? (bodies.0: unknown)`},
		{"fields already named", `{"status":422,"error":"bodies.0: unknown","errorSource":"downstream","errors":[{"path":"bodies.0","message":"unknown"}]}`,
			422, backend.ErrorSourceDownstream, `bodies.0: unknown`},
		{"a defect", `{"status":500,"error":"Internal error: x","errorSource":"plugin","code":"defect"}`,
			500, backend.ErrorSourcePlugin, "Internal error: x"},
		{"no source told, a defect", `{"status":500,"error":"x","code":"defect"}`, 500, backend.ErrorSourcePlugin, "x"},
		{"no source told, a source away", `{"status":502,"error":"CelesTrak is away"}`, 502, backend.ErrorSourceDownstream, "CelesTrak is away"},
		{"no words", `{"status":413}`, 413, backend.ErrorSourceDownstream, "without a reason"},
		{"an error with status 200", `{"status":200,"error":"odd"}`, 502, backend.ErrorSourceDownstream, "odd"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			answer := `{"results":{"A":{"status":200,"frames":[` + marsFrame + `]},"B":` + test.result + `}}`
			fake := newService(t, answersJSON(answer))
			datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
			responses := ask(t, datasource, dataQuery("A", ephemerisModel), dataQuery("B", ephemerisModel))
			if responses["A"].Error != nil || len(responses["A"].Frames) != 1 {
				t.Errorf("A was touched: %+v", responses["A"])
			}
			wantFailure(t, responses["B"], test.status, test.source, test.message)
		})
	}
}

func TestWhyThereIsNoAnswerIsSaidForEveryQuery(t *testing.T) {
	cases := []struct {
		name    string
		handler http.HandlerFunc
		status  int
		source  backend.ErrorSource
		message string
	}{
		{"a problem with fields", answers(400, "application/problem+json", `{"title":"Bad request","status":400,"detail":"to lies before from","code":"invalidRequest","errors":[{"path":"queries.0.bodies.1","message":"unknown body"}]}`),
			400, backend.ErrorSourceDownstream, "to lies before from (queries.0.bodies.1: unknown body)"},
		{"a problem without detail", answers(503, "application/problem+json", `{"title":"Not ready"}`), 503, backend.ErrorSourceDownstream, "Not ready"},
		{"a defect of the service", answers(500, "application/problem+json", `{"title":"Internal error","detail":"Internal error: y","code":"defect"}`),
			500, backend.ErrorSourcePlugin, "Internal error: y"},
		{"a refused key", answers(401, "application/problem+json", `{"title":"Unauthorized","detail":"Send the API key"}`),
			401, backend.ErrorSourceDownstream, "refuses the API key"},
		{"a forbidden key", answers(403, "text/html", `<p>no</p>`), 403, backend.ErrorSourceDownstream, "refuses the API key"},
		{"a page of a proxy", answers(502, "text/html; charset=utf-8", `<html>`), 502, backend.ErrorSourceDownstream, "HTTP 502 with text/html instead of an Orrery answer"},
		{"another program", answers(200, "text/html", `<html>`), 502, backend.ErrorSourceDownstream, "HTTP 200 with text/html instead"},
		{"JSON that is no answer", answersJSON(`{"results":[]}`), 502, backend.ErrorSourcePlugin, "cannot be read"},
		{"cut JSON", answersJSON(`{"results":{"A":`), 502, backend.ErrorSourcePlugin, "cannot be read"},
		{"a result missing", answersJSON(`{"results":{}}`), 502, backend.ErrorSourcePlugin, "no result for query A"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			fake := newService(t, test.handler)
			datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
			responses := ask(t, datasource, dataQuery("A", ephemerisModel), dataQuery("B", ephemerisModel))
			wantFailure(t, responses["A"], test.status, test.source, test.message)
			if responses["B"].Error == nil || responses["B"].ErrorSource != test.source {
				t.Errorf("B: %+v", responses["B"])
			}
		})
	}
}

func TestAnUnreachableServiceIsDownstreamAndSaysWhatToDo(t *testing.T) {
	gone := newService(t, answersJSON(`{}`))
	gone.Close()
	slow := newService(t, func(_ http.ResponseWriter, request *http.Request) {
		select {
		case <-request.Context().Done():
		case <-time.After(5 * time.Second):
		}
	})
	cases := []struct {
		name, url, jsonData string
		status              int
		message             string
	}{
		{"nothing listens", gone.URL, `{}`, 502, "start the service with `npm start`"},
		{"too slow", slow.URL, `{"timeout":1}`, 504, "did not answer in time"},
		{"no such host", "http://orrery.invalid:4310", `{}`, 502, "orrery.invalid"},
		{"not a URL", "localhost:4310", `{}`, 400, `"localhost:4310" is not the URL of a service`},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			datasource := newDatasource(t, instanceSettings(test.url, test.jsonData, ""))
			response := ask(t, datasource, dataQuery("A", ephemerisModel))["A"]
			wantFailure(t, response, test.status, backend.ErrorSourceDownstream, test.message)
		})
	}
}

func TestACancelledRequestCancelsTheCall(t *testing.T) {
	arrived, left := make(chan struct{}), make(chan struct{})
	fake := newService(t, func(_ http.ResponseWriter, request *http.Request) {
		close(arrived)
		<-request.Context().Done()
		close(left)
	})
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-arrived
		cancel()
	}()

	response, err := datasource.QueryData(ctx, &backend.QueryDataRequest{Queries: []backend.DataQuery{dataQuery("A", ephemerisModel)}})
	if err != nil {
		t.Fatal(err)
	}
	wantFailure(t, response.Responses["A"], statusClientClosed, backend.ErrorSourceDownstream, "cancelled")
	select {
	case <-left:
	case <-time.After(5 * time.Second):
		t.Error("the service was not told that the asker went away")
	}
}

func wantFailure(t *testing.T, response backend.DataResponse, status int, source backend.ErrorSource, message string) {
	t.Helper()
	if response.Error == nil {
		t.Fatalf("no error, want one about %q", message)
	}
	if int(response.Status) != status || response.ErrorSource != source {
		t.Errorf("status %d from %s, want %d from %s", response.Status, response.ErrorSource, status, source)
	}
	if !strings.Contains(response.Error.Error(), message) {
		t.Errorf("message %q, want one with %q", response.Error, message)
	}
}
