package plugin

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const ephemerisModel = `{"queryType":"ephemeris","bodies":["mars"],"quantities":["altitude"],"observer":"la-palma"}`

const marsFrame = `{"schema":{"refId":"A","name":"Mars","meta":{"custom":{"source":"computed"},"notices":[{"severity":"warning","text":"old"}]},
	"fields":[{"name":"time","type":"time","typeInfo":{"frame":"time.Time","nullable":true},"config":{}},
	{"name":"altitude","type":"number","typeInfo":{"frame":"float64","nullable":true},"labels":{"body":"mars"},"config":{"unit":"degree"}}]},
	"data":{"values":[[1715364000000,1715364015000],[12.5,null]]}}`

func marsAnswer(refIDs ...string) string {
	results := make([]string, 0, len(refIDs))
	for _, refID := range refIDs {
		results = append(results, `"`+refID+`":{"status":200,"frames":[`+marsFrame+`]}`)
	}
	return `{"results":{` + strings.Join(results, ",") + `}}`
}

func TestAllQueriesOfARequestTakeOneCall(t *testing.T) {
	fake := newService(t, answersJSON(marsAnswer("A", "B", "C")))
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))

	responses := ask(t, datasource, dataQuery("A", ephemerisModel), dataQuery("B", ephemerisModel), dataQuery("C", ephemerisModel))

	calls := fake.recorded()
	if len(calls) != 1 {
		t.Fatalf("%d calls for three queries, want 1", len(calls))
	}
	if calls[0].method != http.MethodPost || calls[0].path != "/api/v1/query" {
		t.Errorf("asked %s %s", calls[0].method, calls[0].path)
	}
	want := map[string]any{
		"from": float64(at(0).UnixMilli()), "to": float64(at(60).UnixMilli()), "queries": []any{
			wantQuery("A", "la-palma"), wantQuery("B", "la-palma"), wantQuery("C", "la-palma"),
		},
	}
	if !reflect.DeepEqual(calls[0].body, want) {
		t.Errorf("sent %v\nwant %v", calls[0].body, want)
	}
	for _, refID := range []string{"A", "B", "C"} {
		if len(responses[refID].Frames) != 1 || responses[refID].Error != nil {
			t.Errorf("query %s: %d frames, error %v", refID, len(responses[refID].Frames), responses[refID].Error)
		}
	}
}

func wantQuery(refID string, observer any) map[string]any {
	return map[string]any{
		"refId": refID, "queryType": "ephemeris", "bodies": []any{"mars"}, "quantities": []any{"altitude"},
		"observer": observer, "intervalMs": float64(15000), "maxDataPoints": float64(240),
	}
}

func TestAQueryWithItsOwnTimeRangeTakesItsOwnCall(t *testing.T) {
	fake := newService(t, answersJSON(marsAnswer("A", "B", "C")))
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	tomorrow := dataQuery("B", ephemerisModel)
	tomorrow.TimeRange = backend.TimeRange{From: at(60), To: at(120)}

	responses := ask(t, datasource, dataQuery("A", ephemerisModel), tomorrow, dataQuery("C", ephemerisModel))

	calls := fake.recorded()
	if len(calls) != 2 || len(responses) != 3 {
		t.Fatalf("%d calls and %d answers, want 2 and 3", len(calls), len(responses))
	}
	if first := calls[0].body["queries"].([]any); len(first) != 2 {
		t.Errorf("the first call has %d queries, want A and C", len(first))
	}
	if calls[1].body["from"] != float64(at(60).UnixMilli()) {
		t.Errorf("the second call asks from %v", calls[1].body["from"])
	}
}

func TestFramesArriveUnchanged(t *testing.T) {
	fake := newService(t, answersJSON(marsAnswer("A")))
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))

	response := ask(t, datasource, dataQuery("A", ephemerisModel))["A"]

	if response.Status != backend.StatusOK || len(response.Frames) != 1 {
		t.Fatalf("status %d, %d frames", response.Status, len(response.Frames))
	}
	frame := response.Frames[0]
	altitude := frame.Fields[1]
	first, _ := altitude.NullableFloatAt(0)
	second, _ := altitude.NullableFloatAt(1)
	if frame.Name != "Mars" || *first != 12.5 || second != nil {
		t.Errorf("frame %q, altitudes %v %v", frame.Name, first, second)
	}
	if altitude.Labels["body"] != "mars" || altitude.Config.Unit != "degree" {
		t.Errorf("labels %v, unit %q", altitude.Labels, altitude.Config.Unit)
	}
	if len(frame.Meta.Notices) != 1 || frame.Meta.Custom == nil {
		t.Errorf("meta lost: %+v", frame.Meta)
	}
	if when := frame.Fields[0].At(1).(*time.Time); !when.Equal(time.UnixMilli(1715364015000)) {
		t.Errorf("time %v", when)
	}
}

func TestTheObserverIsForwardedAsItIsExceptDefault(t *testing.T) {
	cases := []struct {
		name, jsonData, observer string
		want                     any
	}{
		{"a site", `{}`, `"la-palma"`, "la-palma"},
		{"coordinates as text", `{}`, `"28.76,-17.88,2396"`, "28.76,-17.88,2396"},
		{"coordinates as an object", `{}`, `{"latitude":1,"longitude":2}`, map[string]any{"latitude": 1.0, "longitude": 2.0}},
		{"default with a default site", `{"defaultSite":"paranal"}`, `"default"`, "paranal"},
		{"default without one", `{}`, `"default"`, fallbackSite},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			fake := newService(t, answersJSON(marsAnswer("A")))
			datasource := newDatasource(t, instanceSettings(fake.URL, test.jsonData, ""))
			ask(t, datasource, dataQuery("A", `{"queryType":"skyEvents","observer":`+test.observer+`}`))
			sent := fake.recorded()[0].body["queries"].([]any)[0].(map[string]any)
			if !reflect.DeepEqual(sent["observer"], test.want) {
				t.Errorf("sent %v, want %v", sent["observer"], test.want)
			}
		})
	}
}

func TestWhatTheServiceWantsPositiveIsLeftOutBelowOne(t *testing.T) {
	fake := newService(t, answersJSON(marsAnswer("A")))
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	query := dataQuery("A", `{"queryType":"skyEvents","kinds":["rise"],"intervalMs":0,"maxDataPoints":0}`)
	query.Interval, query.MaxDataPoints = 0, 0

	ask(t, datasource, query)

	sent := fake.recorded()[0].body["queries"].([]any)[0].(map[string]any)
	if _, found := sent["intervalMs"]; found {
		t.Errorf("intervalMs sent: %v", sent)
	}
	if _, found := sent["maxDataPoints"]; found {
		t.Errorf("maxDataPoints sent: %v", sent)
	}
}

func TestAQueryThatCannotBeSentFailsAloneAndIsTheAskersFault(t *testing.T) {
	for name, model := range map[string]string{"not JSON": `nope`, "null": `null`, "no type": `{"bodies":["mars"]}`} {
		t.Run(name, func(t *testing.T) {
			fake := newService(t, answersJSON(marsAnswer("A")))
			datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
			responses := ask(t, datasource, dataQuery("A", ephemerisModel), dataQuery("B", model))
			if responses["A"].Error != nil {
				t.Errorf("A failed too: %v", responses["A"].Error)
			}
			wantFailure(t, responses["B"], http.StatusBadRequest, backend.ErrorSourceDownstream, "Query B")
		})
	}
}

func TestTheQueryTypeGrafanaKnowsIsUsedWhenTheModelHasNone(t *testing.T) {
	fake := newService(t, answersJSON(marsAnswer("A")))
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	query := dataQuery("A", `{}`)
	query.QueryType = "observations"
	ask(t, datasource, query)
	sent := fake.recorded()[0].body["queries"].([]any)[0].(map[string]any)
	if sent["queryType"] != "observations" {
		t.Errorf("sent %v", sent)
	}
}

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
		{"no words", `{"status":413}`, 413, backend.ErrorSourceDownstream, "without saying why"},
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

func TestTheAPIKeyIsSentAsBearer(t *testing.T) {
	for key, want := range map[string]string{"s3cret": "Bearer s3cret", "": ""} {
		fake := newService(t, answersJSON(marsAnswer("A")))
		datasource := newDatasource(t, instanceSettings(fake.URL+"/", `{}`, key))
		ask(t, datasource, dataQuery("A", ephemerisModel))
		if got := fake.recorded()[0].header.Get("Authorization"); got != want {
			t.Errorf("Authorization %q, want %q", got, want)
		}
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
