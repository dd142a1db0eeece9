using System.Diagnostics;

namespace Ecom389.Monitor.Bench.Power;

/// <summary>
/// A PostgreSQL server whose data lies below the watched folder. Its pages have checksums and its log is cut in short pieces, so that a
/// round sees many of them begun, renamed and thrown away. Runs as the system's user <c>postgres</c> where this runs as root.
/// </summary>
internal sealed class PostgresUnderPower
{
    private const string Database = "ecom389";

    private readonly string _data;
    private readonly string _socket;
    private readonly string _log;

    /// <param name="root">The watched folder.</param>
    /// <param name="aside">A folder that is not watched: socket and server's log.</param>
    public PostgresUnderPower(string root, string aside)
    {
        (_data, _socket) = (Path.Combine(root, "pg"), Path.Combine(aside, "socket"));
        _log = Path.Combine(_socket, "log");
    }

    /// <summary>Why there can be none here, or null.</summary>
    public static string? Missing => Programs.Length > 0 ? null : "PostgreSQL's server programs are missing: apt-get install postgresql-15";

    /// <summary>Where the store is.</summary>
    public string Address => $"Host={_socket};Port=5432;Username=postgres;Database={Database}";

    private static string Programs { get; } =
        Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) ?? "" : "";

    /// <summary>Makes the server's folder with an empty database.</summary>
    public async Task MakeAsync()
    {
        Directory.CreateDirectory(_socket);
        Directory.CreateDirectory(_data);
        await OwnAsync();
        await RunAsync("initdb", "-D", _data, "-U", "postgres", "--locale=C", "--encoding=UTF8", "--auth=trust", "--no-sync", "--no-instructions", "--data-checksums", "--wal-segsize=1");
        await File.AppendAllLinesAsync(Path.Combine(_data, "postgresql.conf"),
        [
            "listen_addresses = ''", $"unix_socket_directories = '{_socket}'", "shared_buffers = 4MB", "min_wal_size = 2MB", "max_wal_size = 4MB", "checkpoint_timeout = 30s", "logging_collector = off",
        ]);
        await StartAsync(watch: null);
        await RunAsync("psql", "-h", _socket, "-U", "postgres", "-q", "-c", $"CREATE DATABASE {Database}");
        await StopAsync();
    }

    /// <summary>Starts it on what the disk holds and waits until it takes connections.</summary>
    public async Task StartAsync(Action<ProcessStartInfo>? watch)
    {
        // The process it names went with the power; by now its number may be another's.
        File.Delete(Path.Combine(_data, "postmaster.pid"));
        await OwnAsync();
        var start = Unprivileged("pg_ctl", "-D", _data, "-l", _log, "-w", "-t", "120", "-s", "start");
        watch?.Invoke(start);
        await RunAsync(start);
    }

    /// <summary>Ends it in order, everything written down.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "-D", _data, "-m", "fast", "-w", "-s", "stop");

    /// <summary>Every process of it is gone at once, as with the power.</summary>
    public void Kill()
    {
        // Each of them works in the data folder, and nobody else does.
        for (var left = Processes(); left.Count > 0; left = Processes())
        {
            foreach (var process in left)
            {
                using (process)
                {
                    try
                    {
                        process.Kill();
                        process.WaitForExit(TimeSpan.FromSeconds(10));
                    }
                    catch (InvalidOperationException)
                    {
                        // Gone already.
                    }
                }
            }
        }
    }

    /// <summary>The end of the server's log.</summary>
    public string LogTail() => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(15)) : "";

    private List<Process> Processes()
    {
        var found = new List<Process>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                if (Directory.ResolveLinkTarget(Path.Combine(folder, "cwd"), returnFinalTarget: false)?.FullName == _data) found.Add(Process.GetProcessById(id));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Not ours to look at, or gone.
            }
        }

        return found;
    }

    // What the harness wrote is the server's again.
    private async Task OwnAsync()
    {
        if (Environment.UserName != "root") return;
        await RunAsync(new ProcessStartInfo("chown", ["-R", "postgres:postgres", _data, _socket]));
        await RunAsync(new ProcessStartInfo("chmod", ["-R", "u=rwX,go=", _data]));
    }

    private static ProcessStartInfo Unprivileged(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs, program);
        return Environment.UserName == "root"
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
    }

    private Task RunAsync(string program, params string[] arguments) => RunAsync(Unprivileged(program, arguments));

    private async Task RunAsync(ProcessStartInfo start)
    {
        start.WorkingDirectory = "/";
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)}: exit {process.ExitCode}\n{LogTail()}");
    }
}
