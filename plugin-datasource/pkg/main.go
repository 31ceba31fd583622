// Command gpx_orrery_space_datasource is the backend of the Orrery data source; Grafana starts it.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/orrery/orrery/plugin-datasource/pkg/plugin"
)

func main() {
	if err := datasource.Manage("orrery-space-datasource", plugin.New, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error(err.Error())
		os.Exit(1)
	}
}
