using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Bench.Crawl;

/// <summary>One run of <c>ecom389 scan</c> on a data folder of its own.</summary>
internal sealed class Scan : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private int _lines;

    private Scan(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Reading = ReadAsync();
    }

    /// <summary>Listings acknowledged so far, as printed.</summary>
    public int Lines => Volatile.Read(ref _lines);

    public bool HasExited => _process.HasExited;

    /// <summary>Ends with the program's output.</summary>
    public Task Reading { get; }

    /// <param name="program">The built <c>ecom389</c>.</param>
    /// <param name="root">Current folder: where rules and models are found.</param>
    /// <param name="config">crawler.json.</param>
    /// <param name="data">Folder of database and evidence.</param>
    public static Scan Start(string program, string root, string config, string data) => new(Process.Start(new ProcessStartInfo(program, ["scan", "--json", "--config", config, "--data", data])
    {
        WorkingDirectory = root,
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // Without Chromium no rich captures are taken: words drawn at random may look suspicious, and the crawl is what is measured.
        Environment = { ["ECOM389_CHROMIUM"] = "/none" },
    }) ?? throw new InvalidOperationException($"{program} did not start"));

    /// <summary>As a power cut would end it, but for what the system has not written yet.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await Reading;
    }

    /// <summary>Waits for the end. Throws with what was printed when the scan failed.</summary>
    public async Task FinishAsync()
    {
        await Reading;
        await _process.WaitForExitAsync();
        if (_process.ExitCode != 0) throw new InvalidOperationException($"scan ended with {_process.ExitCode}: {await _errors}");
    }

    /// <summary>Peak resident memory so far in MB, by the kernel's account; null once the process is gone.</summary>
    public double? PeakMegabytes() => StatusLine("VmHWM:") is { } kilobytes ? kilobytes / 1024.0 : null;

    /// <summary>CPU seconds used so far.</summary>
    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is not null) Interlocked.Increment(ref _lines);
    }

    private long? StatusLine(string name)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status"))
                if (line.StartsWith(name, StringComparison.Ordinal)) return long.Parse(line.AsSpan(name.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // Gone.
        }

        return null;
    }
}

/// <summary>What a store holds, read by SQL as a stranger would.</summary>
internal static class StoreReader
{
    /// <summary>Host and path of every page whose fetch was acknowledged.</summary>
    public static HashSet<string> Acknowledged(string data) => [.. Rows(data, "SELECT canonical_url FROM frontier WHERE state = 'done'")];

    /// <summary>Every listing with what it says and how it was judged, in order.</summary>
    public static List<string> Listings(string data) => Rows(data, """
        SELECT l.source_id || ' ' || l.key || ' ' || l.url || ' ' || l.state || ' ' || s.content_sha256 || ' ' || f.score || ' ' || (SELECT count(*) FROM snapshots x WHERE x.listing_no = l.no)
        FROM listings l JOIN snapshots s ON s.no = l.latest_snapshot JOIN findings f ON f.no = s.latest_finding
        WHERE l.source_id <> 'canary' ORDER BY l.source_id, l.key
        """);

    private static List<string> Rows(string data, string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "ecom389.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
