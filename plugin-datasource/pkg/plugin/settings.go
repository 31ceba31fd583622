package plugin

import (
	"encoding/json"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// defaultServiceURL is the address of the service started by `npm start`.
const defaultServiceURL = "http://127.0.0.1:4310"

// fallbackSite is used for "default" if no default site is configured: a site of the service's list. The front end uses
// the same (src/observer.ts).
const fallbackSite = "greenwich"

type settings struct {
	serviceURL  string
	apiKey      string
	defaultSite string
}

// loadSettings reads the saved settings; an empty field means its default.
func loadSettings(source backend.DataSourceInstanceSettings) (settings, error) {
	var stored struct {
		DefaultSite string `json:"defaultSite"`
	}
	if len(source.JSONData) > 0 {
		if err := json.Unmarshal(source.JSONData, &stored); err != nil {
			return settings{}, backend.DownstreamErrorf("the settings of the data source are not valid JSON: %w", err)
		}
	}
	loaded := settings{
		serviceURL:  strings.TrimRight(strings.TrimSpace(source.URL), "/"),
		apiKey:      strings.TrimSpace(source.DecryptedSecureJSONData["apiKey"]),
		defaultSite: strings.TrimSpace(stored.DefaultSite),
	}
	if loaded.serviceURL == "" {
		loaded.serviceURL = defaultServiceURL
	}
	if loaded.defaultSite == "" {
		loaded.defaultSite = fallbackSite
	}
	return loaded, nil
}
