package plugin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

const (
	// maxAnswerBytes limits the size of one response: 256 MiB is far more than a panel can draw.
	maxAnswerBytes = 256 << 20
	maxRedirects   = 3
)

// client calls the service over HTTP; one per instance, so that connections are reused.
type client struct {
	http       *http.Client
	serviceURL string
	apiKey     string
	invalid    *failure
}

// answer is a response of any status.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) isJSON() bool {
	kind, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

func newClient(configured settings, options httpclient.Options) (*client, error) {
	made, err := httpclient.New(options)
	if err != nil {
		return nil, backend.DownstreamErrorf("the HTTP settings of the data source cannot be used: %w", err)
	}
	made.CheckRedirect = sameHost
	c := &client{http: made, serviceURL: configured.serviceURL, apiKey: configured.apiKey}
	parsed, err := url.Parse(configured.serviceURL)
	if err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		c.invalid = downstream(http.StatusBadRequest,
			"%q is not the URL of a service: enter one like %s in the data source settings.",
			configured.serviceURL, defaultServiceURL)
	}
	return c, nil
}

// errOtherHost is a redirect to another host: queries and API key are sent only to the configured service.
var errOtherHost = errors.New("it redirects to another host")

// sameHost follows a few redirects within the configured scheme, host and port, and no others.
func sameHost(next *http.Request, before []*http.Request) error {
	first := before[0].URL
	if next.URL.Scheme != first.Scheme || next.URL.Host != first.Host {
		return errOtherHost
	}
	if len(before) > maxRedirects {
		return fmt.Errorf("it redirects more than %d times", maxRedirects)
	}
	return nil
}

func (c *client) close() {
	c.http.CloseIdleConnections()
}

// do sends one request to a path of the service. A failure means that there is no response; an error status is a
// response.
func (c *client) do(ctx context.Context, method, path string, body []byte, header http.Header) (answer, *failure) {
	if c.invalid != nil {
		return answer{}, c.invalid
	}
	request, err := http.NewRequestWithContext(ctx, method, c.serviceURL+path, bytes.NewReader(body))
	if err != nil {
		return answer{}, downstream(http.StatusBadRequest, "%s%s cannot be requested: %v.", c.serviceURL, path, err)
	}
	for name, values := range header {
		request.Header[name] = values
	}
	// The service is on the same machine or cluster: compression would cost more time than it saves.
	request.Header.Set("Accept-Encoding", "identity")
	request.Header.Set("Accept", "application/json, application/problem+json")
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	// Queries only read. With this key net/http retries once if an idle connection turns out to be closed; a key without a
	// value is not sent (net/http, Transport: "treated as idempotent but the header is not sent on the wire").
	request.Header["Idempotency-Key"] = []string{}
	if c.apiKey != "" {
		request.Header.Set("Authorization", "Bearer "+c.apiKey)
	}
	started := time.Now()
	response, err := c.http.Do(request)
	if err != nil {
		return answer{}, unreachable(c.serviceURL, err)
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(io.LimitReader(response.Body, maxAnswerBytes+1))
	if err != nil {
		return answer{}, unreachable(c.serviceURL, err)
	}
	if len(read) > maxAnswerBytes {
		return answer{}, downstream(http.StatusRequestEntityTooLarge,
			"The answer of %s is larger than %d MiB: ask for a shorter range, fewer objects or a longer interval.",
			c.serviceURL, maxAnswerBytes>>20)
	}
	backend.Logger.FromContext(ctx).Debug("service answered",
		"path", path, "status", response.StatusCode, "bytes", len(read), "duration", time.Since(started))
	return answer{status: response.StatusCode, header: response.Header, body: read}, nil
}
