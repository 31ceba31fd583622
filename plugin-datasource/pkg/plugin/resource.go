package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// servicePath is the allow-list of resources: the path of each on the service, empty for others.
func servicePath(resource string) string {
	switch strings.Trim(resource, "/") {
	case "catalog":
		return "/api/v1/catalog"
	default:
		return ""
	}
}

// CallResource returns the catalog to the editors, with the status, body and ETag of the service. Nothing else of the
// service can be reached this way.
func (d *Datasource) CallResource(ctx context.Context, request *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	path := servicePath(request.Path)
	if path == "" {
		return sender.Send(refuse(&failure{status: http.StatusNotFound,
			message: "There is no resource \"" + request.Path + "\": ask for \"catalog\"."}))
	}
	if request.Method != http.MethodGet {
		return sender.Send(refuse(&failure{status: http.StatusMethodNotAllowed,
			message: "The catalog can only be read: use GET."}))
	}
	header := http.Header{}
	for name, values := range request.Headers {
		if strings.EqualFold(name, "If-None-Match") {
			header["If-None-Match"] = values
		}
	}
	got, failed := d.client.do(ctx, http.MethodGet, path, nil, header)
	if failed != nil {
		return sender.Send(refuse(failed))
	}
	if got.status != http.StatusNotModified && !isCatalog(got) {
		if refused := refusal(d.settings.serviceURL, got); refused != nil {
			return sender.Send(refuse(refused))
		}
		return sender.Send(refuse(notOrrery(d.settings.serviceURL, got)))
	}
	return sender.Send(&backend.CallResourceResponse{Status: got.status, Headers: kept(got.header), Body: got.body})
}

// isCatalog distinguishes the catalog of an Orrery service from the response of another program at a mistyped URL, on
// which the settings page and the editors would fail, so that the URL could not be corrected.
func isCatalog(got answer) bool {
	var catalog struct {
		Bodies []json.RawMessage `json:"bodies"`
		Sites  []json.RawMessage `json:"sites"`
	}
	return got.status == http.StatusOK && got.isJSON() &&
		json.Unmarshal(got.body, &catalog) == nil && catalog.Bodies != nil && catalog.Sites != nil
}

// kept are the headers that describe the body; those of the connection between plugin and service are dropped.
func kept(header http.Header) map[string][]string {
	passed := map[string][]string{}
	for _, name := range []string{"Content-Type", "Etag", "Cache-Control"} {
		if values := header.Values(name); len(values) > 0 {
			passed[name] = values
		}
	}
	return passed
}

// refuse is a failure as RFC 9457 problem details, like the errors of the service.
func refuse(failed *failure) *backend.CallResourceResponse {
	title := http.StatusText(failed.status)
	body, _ := json.Marshal(problem{Type: "about:blank", Title: title, Status: failed.status, Detail: failed.message})
	return &backend.CallResourceResponse{
		Status:  failed.status,
		Headers: map[string][]string{"Content-Type": {"application/problem+json"}},
		Body:    body,
	}
}
