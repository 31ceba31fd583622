package plugin

import (
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
