package plugin

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// golden is the golden answer of the service's own tests, wrapped as a result.
func golden(t *testing.T, queryType string) string {
	t.Helper()
	frames, err := os.ReadFile("../../../backend/src/queries/" + queryType + "/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	return `{"results":{"A":{"status":200,"frames":` + string(frames) + `}}}`
}

func TestForecastQueriesReachTheServiceAsTheyAre(t *testing.T) {
	for _, model := range []string{
		`{"queryType":"forecast","target":"kp","fields":["p5"]}`,
		`{"queryType":"forecast","target":"dst","leadHours":24,"issuedAt":"2024-05-10T12:00:00Z"}`,
		`{"queryType":"forecastSkill","target":"kp","baseline":"recurrence","format":"series"}`,
	} {
		fake := newService(t, answersJSON(golden(t, "forecast")))
		ask(t, newDatasource(t, instanceSettings(fake.URL, `{}`, "")), dataQuery("A", model))
		var want map[string]any
		_ = json.Unmarshal([]byte(model), &want)
		sent := fake.recorded()[0].body["queries"].([]any)[0].(map[string]any)
		for key, value := range want {
			got, _ := json.Marshal(sent[key])
			expected, _ := json.Marshal(value)
			if string(got) != string(expected) {
				t.Errorf("%s: sent %s, want %s", key, got, expected)
			}
		}
	}
}

func TestAQueryOfTheFutureAsksForTheFuture(t *testing.T) {
	fake := newService(t, answersJSON(golden(t, "forecast")))
	tomorrow := dataQuery("A", `{"queryType":"forecast","target":"kp"}`)
	tomorrow.TimeRange = backend.TimeRange{From: at(0), To: at(0).Add(24 * time.Hour)}
	ask(t, newDatasource(t, instanceSettings(fake.URL, `{}`, "")), tomorrow)
	body := fake.recorded()[0].body
	if span := body["to"].(float64) - body["from"].(float64); span != 86_400_000 {
		t.Errorf("asked for %v ms, want a day", span)
	}
}

// Server-side expressions, and so alert rules, take wide time series: one dimension per number field.
func TestAForecastIsAWideTimeSeriesThatAlertRulesCanRead(t *testing.T) {
	fake := newService(t, answersJSON(golden(t, "forecast")))
	response := ask(t, newDatasource(t, instanceSettings(fake.URL, `{}`, "")), dataQuery("A", `{"queryType":"forecast","target":"kp"}`))["A"]
	if response.Error != nil || len(response.Frames) != 1 {
		t.Fatalf("%d frames, error %v", len(response.Frames), response.Error)
	}
	schema := response.Frames[0].TimeSeriesSchema()
	if schema.Type != data.TimeSeriesTypeWide || len(schema.ValueIndices) != 10 || len(schema.FactorIndices) != 0 {
		t.Errorf("schema %+v is not ten wide series", schema)
	}
	for _, index := range schema.ValueIndices {
		if labels := response.Frames[0].Fields[index].Labels; labels["target"] != "kp" || labels["version"] == "" {
			t.Errorf("field %s has labels %v", response.Frames[0].Fields[index].Name, labels)
		}
	}
}

func TestTheTableOfSkillArrivesWithItsNotice(t *testing.T) {
	fake := newService(t, answersJSON(golden(t, "forecastSkill")))
	response := ask(t, newDatasource(t, instanceSettings(fake.URL, `{}`, "")), dataQuery("A", `{"queryType":"forecastSkill","target":"kp"}`))["A"]
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	frame := response.Frames[0]
	rmse, _ := frame.FieldByName("rmse")
	if rmse == nil || rmse.Len() != 1 {
		t.Fatalf("no rmse in %v", frame.Fields)
	}
	if value, err := rmse.FloatAt(0); err != nil || value != 1.24 {
		t.Errorf("rmse %v, %v", value, err)
	}
}
