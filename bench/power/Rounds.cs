using System.Diagnostics;
using System.Globalization;

namespace Ecom389.Monitor.Bench.Power;

/// <summary>What came of one power loss.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Promises">Made in the round.</param>
/// <param name="Changes">Writes to the disk in the round.</param>
/// <param name="Chances">How the loss treated what was not flushed.</param>
/// <param name="Faults">What is missing or broken; empty is as it must be.</param>
internal sealed record RoundResult(int Number, int Promises, int Changes, string Chances, IReadOnlyList<string> Faults);

/// <summary>Rounds of work and power loss on one installation, which is begun anew every few rounds.</summary>
internal sealed class Rounds : IDisposable
{
    /// <summary>Rounds on one installation: losses follow losses, and also a first start is among them.</summary>
    private const int RoundsAnInstallation = 8;

    /// <summary>Promises of earlier rounds asked for again in each.</summary>
    private const int Earlier = 200;

    /// <summary>The power goes at any moment within this of it.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    /// <summary>What a start takes, about.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly string _shim;
    private readonly bool _lies;
    private readonly Random _random;
    private readonly PostgresUnderPower? _postgres;
    private readonly List<Acknowledgement> _kept = [];

    /// <param name="folder">An empty folder; in memory (/dev/shm) is quickest, as what a disk keeps is worked out here.</param>
    /// <param name="seed">The same seed draws the same chances; what the programs do in a round is never quite the same.</param>
    /// <param name="lies">The disk does no flush it is asked for: promises must then be found broken.</param>
    /// <param name="postgres">The records are in a PostgreSQL server whose power goes with the monitor's; else in SQLite.</param>
    public Rounds(string folder, int seed, bool lies = false, bool postgres = false)
    {
        (_folder, _lies, _random) = (folder, lies, new Random(seed));
        _postgres = postgres ? new PostgresUnderPower(Disk, folder) : null;
        Directory.CreateDirectory(folder);
        _shim = Shim.Build(folder);
    }

    /// <summary>Promises after which the power goes, at most.</summary>
    public int MostPromises { get; init; } = 200;

    /// <summary>What is watched.</summary>
    private string Disk => Path.Combine(_folder, "disk");

    private string Data => Path.Combine(Disk, "data");

    /// <summary>Rounds one after the other; ends early after one with faults, leaving everything as it is.</summary>
    public async Task<List<RoundResult>> RunAsync(int rounds, Action<RoundResult>? report, CancellationToken cancellationToken)
    {
        var results = new List<RoundResult>();
        for (var number = 1; number <= rounds; number++)
        {
            if (number % RoundsAnInstallation == 1) await BeginAsync();
            var result = await RunOneAsync(number, cancellationToken);
            results.Add(result);
            report?.Invoke(result);
            if (result.Faults.Count > 0) break;
        }

        return results;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task BeginAsync()
    {
        if (Directory.Exists(Disk)) Directory.Delete(Disk, recursive: true);
        Directory.CreateDirectory(Data);
        _kept.Clear();
        if (_postgres is not null) await _postgres.MakeAsync();
    }

    private async Task<RoundResult> RunOneAsync(int number, CancellationToken cancellationToken)
    {
        var (before, journal) = (Path.Combine(_folder, "before"), Path.Combine(_folder, "journal"));
        Copy(Disk, before);
        Journal.Begin(journal);
        var promises = await WorkUntilKilledAsync(journal, cancellationToken);
        var chances = new LossChances(_random.Next());
        var loss = new PowerLoss(Disk, before, Journal.Read(journal), _lies);
        if (loss.Unnamed > 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the shim missed how {loss.Unnamed} files were opened"));
        loss.Strike(chances);
        List<Acknowledgement> asked = [.. promises, .. _kept.Count <= Earlier ? [.. _kept] : _random.GetItems(_kept.ToArray(), Earlier)];
        var faults = await CompareAsync(asked, cancellationToken);
        _kept.AddRange(promises);
        return new(number, promises.Count, loss.Changes, chances.ToString(), faults);
    }

    private async Task<List<string>> CompareAsync(List<Acknowledgement> asked, CancellationToken cancellationToken)
    {
        if (_postgres is null) return await Comparison.RunAsync(Workload.At(Data), asked, cancellationToken);
        try
        {
            await _postgres.StartAsync(watch: null);
            var faults = await Comparison.RunAsync(Workload.At(Data, _postgres.Address), asked, cancellationToken);
            await _postgres.StopAsync();
            return faults;
        }
        catch (InvalidOperationException broken)
        {
            _postgres.Kill();
            return ["PostgreSQL does not start again: " + broken.Message];
        }
    }

    private async Task<List<Acknowledgement>> WorkUntilKilledAsync(string journal, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[typeof(Rounds).Assembly.Location, "workload", Data, .. _postgres is null ? Array.Empty<string>() : [_postgres.Address]]) start.ArgumentList.Add(word);
        Shim.Watch(start, _shim, Disk, journal);
        if (_postgres is not null) await _postgres.StartAsync(server => Shim.Watch(server, _shim, Disk, journal));
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var promises = new List<Acknowledgement>();
        // Now and then in the midst of starting; most often after some promises, whatever time they take here.
        var enough = new TaskCompletionSource();
        var wanted = _random.Next(6) == 0 ? 0 : _random.Next(MostPromises);
        if (wanted == 0) enough.SetResult();
        var reading = Task.Run(ReadAsync, cancellationToken);
        await Task.WhenAny(reading, enough.Task, Task.Delay(Longest, cancellationToken));
        await Task.WhenAny(reading, Task.Delay(_random.NextDouble() * (wanted == 0 ? Start : Moment), cancellationToken));
        var ended = process.HasExited;
        process.Kill();
        _postgres?.Kill();
        await reading;
        await process.WaitForExitAsync(cancellationToken);
        return ended ? throw new InvalidOperationException("The workload ended by itself: " + await errors) : promises;

        async Task ReadAsync()
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (Acknowledgement.Read(line) is not { } promise) continue;
                if (promise.Kind != "ready") promises.Add(promise);
                if (promises.Count >= wanted) enough.TrySetResult();
            }
        }
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to)) Directory.Delete(to, recursive: true);
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
