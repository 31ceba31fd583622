package plugin

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const oneResult = `{"results":{"A":{"status":200,"frames":[` + marsFrame + `]}}}`

// A service that closes each connection after one response without notice, as at the end of a keep-alive: the second
// query finds a closed connection and must be repeated on a new one.
func TestAQueryIsAskedOnceMoreWhereAnIdleConnectionWasClosed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go answerOnceAndReset(connection)
		}
	}()
	datasource := newDatasource(t, instanceSettings("http://"+listener.Addr().String(), `{}`, ""))
	for range 20 {
		if failed := ask(t, datasource, dataQuery("A", ephemerisModel))["A"].Error; failed != nil {
			t.Fatalf("a query failed on a closed idle connection: %v", failed)
		}
	}
}

// answerOnceAndReset responds to one request, waits for the next one, and resets the connection.
func answerOnceAndReset(connection net.Conn) {
	reader := bufio.NewReader(connection)
	if request, err := http.ReadRequest(reader); err == nil {
		_, _ = io.Copy(io.Discard, request.Body)
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ")
		_, _ = io.WriteString(connection, strconv.Itoa(len(oneResult))+"\r\n\r\n"+oneResult)
		_ = connection.SetReadDeadline(time.Now().Add(time.Second))
		_, _ = reader.Peek(1)
	}
	_ = connection.(*net.TCPConn).SetLinger(0)
	_ = connection.Close()
}

func TestTheQueriesAndTheKeyStayWithTheConfiguredHost(t *testing.T) {
	other := newService(t, answersJSON(oneResult))
	fake := newService(t, func(writer http.ResponseWriter, request *http.Request) {
		http.Redirect(writer, request, other.URL+request.URL.Path, http.StatusTemporaryRedirect)
	})
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, "key"))
	response := ask(t, datasource, dataQuery("A", ephemerisModel))["A"]
	wantFailure(t, response, http.StatusBadGateway, backend.ErrorSourceDownstream, "redirects to another host")
	if calls := other.recorded(); len(calls) != 0 {
		t.Errorf("%d requests reached the other host", len(calls))
	}
}

func TestARedirectLoopEndsWithASentence(t *testing.T) {
	fake := newService(t, func(writer http.ResponseWriter, request *http.Request) {
		http.Redirect(writer, request, request.URL.Path, http.StatusTemporaryRedirect)
	})
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	response := ask(t, datasource, dataQuery("A", ephemerisModel))["A"]
	wantFailure(t, response, http.StatusBadGateway, backend.ErrorSourceDownstream, "redirects more than 3 times")
	if calls := len(fake.recorded()); calls > maxRedirects+1 {
		t.Errorf("%d requests", calls)
	}
}

func TestAnAnswerWithoutEndIsCutAtTheLimit(t *testing.T) {
	chunk := strings.Repeat(" ", 1<<20)
	fake := newService(t, func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", "application/json")
		for range maxAnswerBytes>>20 + 8 {
			if _, err := io.WriteString(writer, chunk); err != nil {
				return
			}
		}
	})
	datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
	response := ask(t, datasource, dataQuery("A", ephemerisModel))["A"]
	wantFailure(t, response, http.StatusRequestEntityTooLarge, backend.ErrorSourceDownstream, "larger than 256 MiB")
}

func TestWhatIsNoCatalogNeverReachesTheEditors(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"a page":          answers(200, "text/html", "<p>hello</p>"),
		"another program": answersJSON(`{"hello":"world"}`),
		"a list":          answersJSON(`[]`),
		"null":            answersJSON(`null`),
		"cut JSON":        answersJSON(`{"bodies":[`),
		"a foreign 404":   answers(404, "text/html", "<p>no</p>"),
		"an odd success":  answers(204, "application/json", ""),
	} {
		t.Run(name, func(t *testing.T) {
			fake := newService(t, handler)
			datasource := newDatasource(t, instanceSettings(fake.URL, `{}`, ""))
			refused := callResource(t, datasource, &backend.CallResourceRequest{Method: "GET", Path: "catalog"})
			if refused.Status < 400 || !strings.Contains(string(refused.Body), "check that the URL leads to the Orrery service") {
				t.Errorf("%d %s", refused.Status, refused.Body)
			}
			if strings.Contains(string(refused.Body), `"code":""`) {
				t.Errorf("an empty code: %s", refused.Body)
			}
		})
	}
}
