import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import java.util.List;
import org.h2.mvstore.MVStore;

/** Arguments: port, file. What it has answered survives SIGKILL: every answer waits for a commit to the file. */
public final class MongoStandIn {
  /** Driver 7 asks for wire version 9 (MongoDB 4.4) at least; the server's own versions end at 8. */
  private enum Version implements MongoVersion {
    MONGO_4_4;

    @Override
    public List<Integer> getVersionArray() {
      return List.of(4, 4, 0);
    }

    @Override
    public int getWireVersion() {
      return 9;
    }
  }

  private static final class DurableBackend extends H2Backend {
    DurableBackend(String file) {
      super(MVStore.open(file));
      version(Version.MONGO_4_4);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
      Document answer = super.handleMessage(message);
      commit();
      return answer;
    }

    @Override
    public QueryResult handleQuery(MongoQuery query) {
      QueryResult answer = super.handleQuery(query);
      commit();
      return answer;
    }
  }

  public static void main(String[] args) {
    MongoServer server = new MongoServer(new DurableBackend(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    server.bind("127.0.0.1", Integer.parseInt(args[0]));
  }
}
