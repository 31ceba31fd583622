package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	jsoniter "github.com/json-iterator/go"
)

// askDefault is the observer of a query that uses the default site of the data source. The browser resolves it with the
// template variables; alert rules and public dashboards have no browser, so it is resolved here too.
const askDefault = `"default"`

// span is a time range in epoch milliseconds; queries with the same range share a call.
type span struct{ from, to int64 }

// queryRequest is the body of POST /api/v1/query.
type queryRequest struct {
	From    int64                        `json:"from"`
	To      int64                        `json:"to"`
	Queries []map[string]json.RawMessage `json:"queries"`
}

// queryResult is the service's answer to one query.
type queryResult struct {
	Status      int                 `json:"status"`
	Frames      []*data.Frame       `json:"frames"`
	Error       string              `json:"error"`
	ErrorSource backend.ErrorSource `json:"errorSource"`
	Code        string              `json:"code"`
	Errors      []fieldError        `json:"errors"`
}

// QueryData calls the service once for all queries of a request with the same time range (in a dashboard: all).
func (d *Datasource) QueryData(ctx context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	answered := backend.NewQueryDataResponse()
	groups := map[span]*queryRequest{}
	var order []*queryRequest
	for _, query := range request.Queries {
		model, failed := d.model(query)
		if failed != nil {
			answered.Responses[query.RefID] = failed.response()
			continue
		}
		key := span{query.TimeRange.From.UnixMilli(), query.TimeRange.To.UnixMilli()}
		group, known := groups[key]
		if !known {
			group = &queryRequest{From: key.from, To: key.to}
			groups[key] = group
			order = append(order, group)
		}
		group.Queries = append(group.Queries, model)
	}
	for _, group := range order {
		d.ask(ctx, group, answered.Responses)
	}
	return answered, nil
}

// model is the query sent to the service: the saved one with values from Grafana.
func (d *Datasource) model(query backend.DataQuery) (map[string]json.RawMessage, *failure) {
	var model map[string]json.RawMessage
	if err := json.Unmarshal(query.JSON, &model); err != nil || model == nil {
		return nil, downstream(http.StatusBadRequest, "Query %s is not a JSON object: choose a query type in the editor and save it again.", query.RefID)
	}
	if _, typed := model["queryType"]; !typed {
		if query.QueryType == "" {
			return nil, downstream(http.StatusBadRequest, "Query %s has no queryType: choose one in the query editor.", query.RefID)
		}
		model["queryType"] = raw(query.QueryType)
	}
	model["refId"] = raw(query.RefID)
	setPositive(model, "intervalMs", query.Interval.Milliseconds())
	setPositive(model, "maxDataPoints", query.MaxDataPoints)
	if bytes.Equal(bytes.TrimSpace(model["observer"]), []byte(askDefault)) {
		model["observer"] = raw(d.settings.defaultSite)
	}
	return model, nil
}

// setPositive sets a number that must be 1 or more, and removes smaller ones.
func setPositive(model map[string]json.RawMessage, key string, value int64) {
	if value < 1 {
		delete(model, key)
		return
	}
	model[key] = raw(value)
}

func raw[T string | int64](value T) json.RawMessage {
	encoded, _ := json.Marshal(value) // a string or an integer always encodes
	return encoded
}

// ask makes one call for a group and stores an answer for each of its queries.
func (d *Datasource) ask(ctx context.Context, group *queryRequest, responses backend.Responses) {
	results, failed := d.post(ctx, group)
	for _, model := range group.Queries {
		var refID string
		_ = json.Unmarshal(model["refId"], &refID) // written by model()
		if failed != nil {
			responses[refID] = failed.response()
			continue
		}
		responses[refID] = d.response(refID, results)
	}
}

func (d *Datasource) post(ctx context.Context, group *queryRequest) (map[string]queryResult, *failure) {
	body, err := json.Marshal(group)
	if err != nil {
		return nil, &failure{http.StatusInternalServerError, backend.ErrorSourcePlugin, "The queries cannot be encoded: " + err.Error()}
	}
	got, failed := d.client.do(ctx, http.MethodPost, "/api/v1/query", body, nil)
	if failed != nil {
		return nil, failed
	}
	if refused := refusal(d.settings.serviceURL, got); refused != nil {
		return nil, refused
	}
	var parsed struct {
		Results map[string]queryResult `json:"results"`
	}
	if !got.isJSON() {
		return nil, notOrrery(d.settings.serviceURL, got)
	}
	// The SDK registers its frame decoder with jsoniter; encoding/json would scan the answer twice before calling it, a
	// quarter of the time for 10,000 points.
	if err := jsoniter.Unmarshal(got.body, &parsed); err != nil {
		return nil, &failure{http.StatusBadGateway, backend.ErrorSourcePlugin,
			"The answer of " + d.settings.serviceURL + " cannot be read: " + err.Error() + ". Plugin and service may be of different versions."}
	}
	return parsed.Results, nil
}

// response is the answer to one query with the status and error source of the service.
func (d *Datasource) response(refID string, results map[string]queryResult) backend.DataResponse {
	result, answered := results[refID]
	if !answered {
		return backend.ErrDataResponseWithSource(backend.StatusBadGateway, backend.ErrorSourcePlugin,
			"The service gave no result for query "+refID+".")
	}
	if result.Status == http.StatusOK && result.Error == "" {
		return backend.DataResponse{Frames: result.Frames, Status: backend.StatusOK}
	}
	status := result.Status
	if status < http.StatusBadRequest {
		status = http.StatusBadGateway
	}
	message := result.Error
	if message == "" {
		message = "The service refused the query without a reason."
	}
	return backend.ErrDataResponseWithSource(backend.Status(status),
		sourceOf(result.ErrorSource, result.Code, status), withPaths(message, result.Errors))
}
