using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ecom389.Monitor.Tests;

/// <summary>
/// A PostgreSQL server of its own in a temporary folder, on a unix socket (nobody is asked for a password) and on a free port of
/// 127.0.0.1 (scram). It loses nothing it acknowledged: fsync is on. It ends with the process that started it, also a killed one.
/// Needs Debian's postgresql-15 (<c>scripts/prerequisites.sh</c> brings it) and, as PostgreSQL refuses to run as root, its user
/// <c>postgres</c> where the tests run as root.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    public const string User = "ecom389";

    public const string Password = "mat-khau-thu";

    private const string Install = "PostgreSQL's server programs are missing: apt-get install postgresql-15, or set ECOM389_POSTGRES_BIN";

    // Reads orders from its standard input; the input ends when the process that holds the other end does, however it ended.
    private const string Keeper = """
        start() { "$@" & pid=$!; }
        start "$@"
        while read -r order; do
          case "$order" in
            stop-*) kill "-${order#stop-}" "$pid" 2>/dev/null; wait "$pid"; echo done ;;
            start) start "$@"; echo done ;;
          esac
        done
        kill -QUIT "$pid" 2>/dev/null; wait "$pid"
        rm -rf "$ECOM389_PG_FOLDER"
        """;

    private static readonly Lazy<PostgresServer> SharedServer = new(() => Start());

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _templates = new(StringComparer.Ordinal);
    private readonly Process _keeper;
    private int _databases;

    private PostgresServer(string folder, int port, Process keeper)
    {
        Folder = folder;
        Port = port;
        _keeper = keeper;
    }

    /// <summary>The one server of a test assembly, started when first asked for.</summary>
    public static PostgresServer Shared => SharedServer.Value;

    /// <summary>Where PostgreSQL's programs lie.</summary>
    public static string Programs { get; } = FindPrograms();

    /// <summary>Data, socket and log.</summary>
    public string Folder { get; }

    public int Port { get; }

    /// <param name="settings">Further lines of postgresql.conf, for instance <c>listen_addresses = '*'</c>.</param>
    public static PostgresServer Start(params IReadOnlyList<string> settings)
    {
        if (Programs.Length == 0) throw new InvalidOperationException(Install);
        var folder = Directory.CreateTempSubdirectory("ecom389-pg-").FullName;
        if (IsRoot) Run("chown", ["postgres", folder]);
        var data = Path.Combine(folder, "data");
        Unprivileged(Path.Combine(Programs, "initdb"), ["-D", data, "-U", User, "--locale=C", "--encoding=UTF8", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--no-instructions"]);
        var port = FreePort();
        File.AppendAllLines(Path.Combine(data, "postgresql.conf"),
        [
            "listen_addresses = '127.0.0.1'", string.Create(CultureInfo.InvariantCulture, $"port = {port}"), $"unix_socket_directories = '{folder}'",
            "max_connections = 200", "shared_buffers = 64MB", "password_encryption = 'scram-sha-256'", "logging_collector = off", "log_statement = 'none'", .. settings,
        ]);
        File.AppendAllLines(Path.Combine(data, "pg_hba.conf"), ["host all all all scram-sha-256"]);
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, Environment = { ["ECOM389_PG_FOLDER"] = folder } };
        var log = Path.Combine(folder, "log");
        foreach (var word in (string[])["-c", Keeper, "keeper", .. AsUser, "/bin/sh", "-c", $"exec \"$0\" -D '{data}' >>'{log}' 2>&1", Path.Combine(Programs, "postgres")]) start.ArgumentList.Add(word);
        var server = new PostgresServer(folder, port, Process.Start(start)!);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        server.WaitUntilReady();
        server.Sql("postgres", $"ALTER USER {User} PASSWORD '{Password}'");
        return server;
    }

    /// <summary>A connection string to a database, by the socket.</summary>
    public string Address(string database) => string.Create(CultureInfo.InvariantCulture, $"Host={Folder};Port={Port};Username={User};Database={database}");

    /// <summary>A <c>postgres://</c> address with password, by the port.</summary>
    public string Url(string database, string host = "127.0.0.1") => string.Create(CultureInfo.InvariantCulture, $"postgres://{User}:{Password}@{host}:{Port}/{database}");

    /// <summary>An empty database of a new name.</summary>
    public string NewDatabase() => Create("template0");

    /// <summary>A database that is a copy of one that <paramref name="prepare"/> made; made once a name.</summary>
    /// <param name="template">Its name.</param>
    /// <param name="prepare">Given the name of an empty database, leaves it as it is to be copied, with no connection open.</param>
    public string NewDatabase(string template, Action<string> prepare)
    {
        string? made;
        lock (_lock)
        {
            if (!_templates.TryGetValue(template, out made))
            {
                made = Create("template0");
                prepare(made);
                _templates.Add(template, made);
            }
        }

        return Create(made);
    }

    /// <summary>Runs statements by psql and returns what they print, unaligned, a row a line.</summary>
    public string Sql(string database, string sql) => Run("psql", ["-h", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", User, "-d", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql]);

    /// <summary>Stops the server: <c>INT</c> ends sessions and writes all down, <c>QUIT</c> drops everything as a crash would.</summary>
    public void Stop(string signal = "QUIT") => Order("stop-" + signal);

    /// <summary>Starts a stopped server on its old data and waits until it takes connections.</summary>
    public void StartAgain()
    {
        Order("start");
        WaitUntilReady();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                _keeper.StandardInput.Close();
                _keeper.WaitForExit(TimeSpan.FromSeconds(20));
            }
            catch (Exception fault) when (fault is InvalidOperationException or IOException)
            {
                // Gone already.
            }

            _keeper.Dispose();
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string[] AsUser => IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];

    private string Create(string template)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _databases)}");
        Sql("postgres", $"CREATE DATABASE {name} TEMPLATE {template}");
        return name;
    }

    private void Order(string order)
    {
        lock (_lock)
        {
            _keeper.StandardInput.WriteLine(order);
            _keeper.StandardInput.Flush();
            _ = _keeper.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PostgreSQL's keeper is gone.");
        }
    }

    private void WaitUntilReady()
    {
        // pg_isready waits for one answer only; psql in a loop of its own would be no better. The log says why a server never comes.
        for (var left = 300; left > 0; left--)
        {
            using var asked = Begin(Path.Combine(Programs, "pg_isready"), ["-q", "-h", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-t", "1"]);
            asked.WaitForExit();
            if (asked.ExitCode == 0) return;
            if (_keeper.WaitForExit(TimeSpan.FromMilliseconds(50))) break;
        }

        var log = Path.Combine(Folder, "log");
        throw new InvalidOperationException("PostgreSQL did not start: " + (File.Exists(log) ? File.ReadAllText(log) : "no log"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindPrograms()
    {
        if (Environment.GetEnvironmentVariable("ECOM389_POSTGRES_BIN") is { Length: > 0 } named) return named;
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return versions.Select(folder => Path.Combine(folder, "bin")).Where(bin => File.Exists(Path.Combine(bin, "postgres")) && File.Exists(Path.Combine(bin, "initdb")))
            .OrderByDescending(bin => bin.Contains("/15/", StringComparison.Ordinal)).ThenByDescending(bin => bin, StringComparer.Ordinal).FirstOrDefault() ?? "";
    }

    private static void Unprivileged(string program, string[] arguments) => Run(IsRoot ? AsUser[0] : program, IsRoot ? [.. AsUser[1..], program, .. arguments] : arguments);

    private static string Run(string program, string[] arguments)
    {
        using var process = Begin(program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.TrimEnd('\n') : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
    }

    private static Process Begin(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
