using System.Diagnostics;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Bench.Workers;

/// <summary>A worker: the program itself, scanning what a store for several machines shares out. Its own folder holds its evidence.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private WorkerProcess(Process process, int id)
    {
        _process = process;
        Id = id;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The program under <c>artifacts</c>, of the configuration these lines were built with.</summary>
    public static string Program { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", "Ecom389.Monitor", AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug", "ecom389");

    /// <summary>Of the process itself.</summary>
    public int Id { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <param name="folder">Its data folder, made where it is not.</param>
    /// <param name="config">crawler.json.</param>
    /// <param name="store">Address of the store; null for SQLite in the folder.</param>
    /// <param name="parallel">Sources at once.</param>
    /// <param name="before">A program and its arguments under which it is run (<c>ip netns exec …</c>).</param>
    public static WorkerProcess Scan(string folder, string config, string? store, int parallel, params string[] before)
    {
        Directory.CreateDirectory(folder);
        return Begin(["scan", "--config", config, "--data", folder, "--parallel", parallel.ToString(System.Globalization.CultureInfo.InvariantCulture)], store, before);
    }

    /// <summary><c>work</c>: its own schedule, and help with whatever scan is open on the store.</summary>
    public static WorkerProcess Work(string folder, string config, string operations, string store)
    {
        Directory.CreateDirectory(folder);
        return Begin(["work", "--config", config, "--operations", operations, "--data", folder], store);
    }

    /// <summary>Asks it to end, as systemd would.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>As a power cut would: no word of farewell.</summary>
    public void Kill9() => _process.Kill(entireProcessTree: true);

    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    private static WorkerProcess Begin(string[] arguments, string? store, params string[] before)
    {
        string[] words = [.. before, Program, .. arguments];
        var start = new ProcessStartInfo(words[0])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
            // A rich capture of what looks suspicious is Chromium's work and not the crawl's.
            Environment = { ["ECOM389_CHROMIUM"] = "/none" },
        };
        foreach (var word in words[1..]) start.ArgumentList.Add(word);
        if (store is not null) start.Environment["ECOM389_STORE"] = store;
        var process = Process.Start(start)!;
        return new(process, process.Id);
    }

    /// <summary>What it said, once it has ended.</summary>
    public async Task<string> SaidAsync() => await _output + await _errors;

    public void Dispose()
    {
        if (!_process.HasExited) Kill9();
        _process.Dispose();
    }
}
