package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"strings"
	"syscall"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// statusClientClosed is nginx's code for a request whose client disconnected; the service uses it too.
const statusClientClosed = 499

// failure is the error that Grafana gets instead of an answer.
type failure struct {
	status  int
	source  backend.ErrorSource
	message string
}

func (f *failure) Error() string { return f.message }

func (f *failure) response() backend.DataResponse {
	return backend.ErrDataResponseWithSource(backend.Status(f.status), f.source, f.message)
}

func downstream(status int, format string, values ...any) *failure {
	return &failure{status: status, source: backend.ErrorSourceDownstream, message: fmt.Sprintf(format, values...)}
}

// fieldError names one invalid field of a request.
type fieldError struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

// problem is RFC 9457 problem details with the service's own members.
type problem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail"`
	Code   string       `json:"code,omitempty"`
	Errors []fieldError `json:"errors,omitempty"`
}

// withPaths appends the invalid fields to a message that does not name them.
func withPaths(message string, fields []fieldError) string {
	missing := make([]string, 0, len(fields))
	for _, field := range fields {
		if !strings.Contains(message, field.Message) || !strings.Contains(message, field.Path) {
			missing = append(missing, field.Path+": "+field.Message)
		}
	}
	if len(missing) == 0 {
		return message
	}
	return strings.TrimSpace(message + " (" + strings.Join(missing, "; ") + ")")
}

// unreachable explains why the service did not respond, and what to do. Always a downstream error.
func unreachable(serviceURL string, err error) *failure {
	var timeout net.Error
	var unknownHost *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return downstream(statusClientClosed, "The request was cancelled before %s answered.", serviceURL)
	case errors.Is(err, syscall.ECONNREFUSED):
		return downstream(http.StatusBadGateway,
			"Nothing listens at %s: start the service with `npm start` or correct the URL of the data source.", serviceURL)
	case errors.As(err, &unknownHost) && !unknownHost.IsTimeout:
		return downstream(http.StatusBadGateway,
			"The host %s is unknown: correct the URL of the data source (%s).", unknownHost.Name, serviceURL)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return downstream(http.StatusGatewayTimeout,
			"%s did not answer in time: ask for a shorter range or fewer bodies, or raise the timeout of the data source.",
			serviceURL)
	default:
		return downstream(http.StatusBadGateway, "%s cannot be reached: %v.", serviceURL, rootCause(err))
	}
}

// rootCause is the innermost error: the text above it repeats method and URL.
func rootCause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// refusal converts a response other than 200 into a failure; nil for 200.
func refusal(serviceURL string, got answer) *failure {
	if got.status == http.StatusOK {
		return nil
	}
	if got.status == http.StatusUnauthorized || got.status == http.StatusForbidden {
		return downstream(got.status,
			"The service at %s refuses the API key (HTTP %d): enter the key of the service in the data source settings.",
			serviceURL, got.status)
	}
	var told problem
	if !got.isJSON() || json.Unmarshal(got.body, &told) != nil || told.Detail+told.Title == "" {
		return notOrrery(serviceURL, got)
	}
	message := told.Detail
	if message == "" {
		message = told.Title
	}
	return &failure{
		status:  got.status,
		source:  sourceOf("", told.Code, got.status),
		message: withPaths(message, told.Errors),
	}
}

// notOrrery is for responses that are not from an Orrery service: the URL is wrong or a proxy is in between.
func notOrrery(serviceURL string, got answer) *failure {
	kind, _, _ := mime.ParseMediaType(got.header.Get("Content-Type"))
	if kind == "" {
		kind = "no content type"
	}
	status := got.status
	if status < http.StatusBadRequest {
		status = http.StatusBadGateway
	}
	return downstream(status,
		"%s answered HTTP %d with %s instead of an Orrery answer: check that the URL leads to the Orrery service and not to another program or a proxy.",
		serviceURL, got.status, kind)
}

// sourceOf is the source of an error: the one named by the service, else plugin only for code `defect` or a bare HTTP
// 500.
func sourceOf(told backend.ErrorSource, code string, status int) backend.ErrorSource {
	if told == backend.ErrorSourcePlugin || told == backend.ErrorSourceDownstream {
		return told
	}
	if code == "defect" || code == "" && status == http.StatusInternalServerError {
		return backend.ErrorSourcePlugin
	}
	return backend.ErrorSourceDownstream
}
