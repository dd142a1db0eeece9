using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Pipeline.Shared;

/// <summary>Scans one source to its end, as <see cref="ScanEngine.RunAsync"/> does for a list of one.</summary>
internal delegate Task<SourceSummary> SourceScanner(SourceDefinition source, CancellationToken cancellationToken);

/// <summary>What came of a shared scan.</summary>
/// <param name="Summary">Of every source of this process's list, whoever scanned it.</param>
/// <param name="Here">Those that were scanned by this process.</param>
/// <param name="Opened">Whether this process opened the round.</param>
internal sealed record SharedScanResult(ScanSummary Summary, IReadOnlySet<string> Here, bool Opened);

/// <summary>
/// A worker's part in a scan: claims one source after the other, scans it, puts down how it ended, until nothing is left. A store that goes
/// away is waited for. Of a source whose claim is lost nothing is put down: another worker goes on where it was.
/// </summary>
internal sealed class SharedScan
{
    /// <summary>How often a source may break off here, the store having gone away for instance, before that is put down as its end.</summary>
    private const int MostErrors = 10;

    private readonly IScanRounds _rounds;
    private readonly SharedScanOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, int> _errors = new(StringComparer.Ordinal);

    public SharedScan(IScanRounds rounds, SharedScanOptions options, TimeProvider time)
    {
        _rounds = rounds;
        _options = options;
        _time = time;
    }

    /// <summary>Runs until every source of the list is done, here or elsewhere; cancelled, until the pages in flight are.</summary>
    public async Task<SharedScanResult> RunAsync(RoundTicket ticket, IReadOnlyList<SourceDefinition> sources, SourceScanner scan, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        var byId = sources.ToDictionary(source => source.Id, StringComparer.Ordinal);
        var running = new Dictionary<string, Task<SourceSummary?>>(StringComparer.Ordinal);
        var here = new Dictionary<string, SourceSummary>(StringComparer.Ordinal);
        await using (var beats = new HeartBeats(_rounds, ticket.Number, _options, _time))
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await ReapAsync(running, here, beats);
                var claim = running.Count < _options.Parallel && !beats.IsCutOff
                    ? await TryAsync(() => _rounds.ClaimAsync(ticket.Number, [.. byId.Keys.Where(id => !running.ContainsKey(id))], _options.Lease, cancellationToken))
                    : null;
                if (claim is not null)
                {
                    running.Add(claim.SourceId, ScanAsync(claim, byId[claim.SourceId], scan, beats.Hold(claim.SourceId, cancellationToken), cancellationToken));
                    continue;
                }

                if (running.Count == 0 && !beats.IsCutOff && await IsOverAsync(ticket, byId.Keys, cancellationToken)) break;
                await Task.WhenAny([.. running.Values, Task.Delay(_options.Poll, _time, cancellationToken)]);
            }

            while (running.Count > 0)
            {
                await Task.WhenAny(running.Values);
                await ReapAsync(running, here, beats);
            }
        }

        var done = await TryAsync(() => PatientlyAsync(() => _rounds.SummariesAsync(ticket.Number, CancellationToken.None), cancellationToken)) ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var summaries = sources.Select(source => done.TryGetValue(source.Id, out var json) ? JsonSerializer.Deserialize<SourceSummary>(json, JsonContract.Compact)!
            : here.GetValueOrDefault(source.Id) ?? SourceScan.NotBegun(source, ScanOutcome.Skipped, "cancelled")).ToList();
        return new(new ScanSummary(summaries, cancellationToken.IsCancellationRequested, _time.GetElapsedTime(begun).TotalSeconds), here.Keys.ToHashSet(StringComparer.Ordinal), ticket.Opened);
    }

    /// <summary>One claimed source; null when the claim was lost meanwhile.</summary>
    private async Task<SourceSummary?> ScanAsync(SourceClaim claim, SourceDefinition source, SourceScanner scan, CancellationToken held, CancellationToken stop)
    {
        var summary = await scan(source, held);
        if (stop.IsCancellationRequested || (summary.Code == "error" && !held.IsCancellationRequested && _errors.AddOrUpdate(source.Id, 1, (_, before) => before + 1) < MostErrors))
        {
            // Left to end by itself where the store cannot be told before this process goes.
            await TryAsync(() => PatientlyAsync(() => GiveBackAsync(claim), stop));
            return summary;
        }

        if (held.IsCancellationRequested) return null;
        return await TryAsync(() => PatientlyAsync(() => _rounds.FinishAsync(claim, summary.ToJson(), CancellationToken.None), stop)) ? summary : null;
    }

    private async Task<bool> GiveBackAsync(SourceClaim claim)
    {
        await _rounds.GiveBackAsync(claim.Round, [claim.SourceId], CancellationToken.None);
        return true;
    }

    private static async Task ReapAsync(Dictionary<string, Task<SourceSummary?>> running, Dictionary<string, SourceSummary> here, HeartBeats beats)
    {
        foreach (var (id, task) in running.Where(pair => pair.Value.IsCompleted).ToList())
        {
            running.Remove(id);
            beats.LetGo(id);
            if (await task is { } summary) here[id] = summary;
        }
    }

    /// <summary>Over for this worker: nothing it knows is left to be claimed, now or when another worker dies.</summary>
    private async Task<bool> IsOverAsync(RoundTicket ticket, IEnumerable<string> known, CancellationToken cancellationToken)
    {
        // A helper's list may hold sources that are not in this round.
        if (_options.Helping is not null) return await TryAsync(() => _rounds.ProgressAsync(ticket.Number, cancellationToken)) is { IsOver: true };
        var done = await TryAsync(() => _rounds.SummariesAsync(ticket.Number, cancellationToken));
        return done is not null && known.All(done.ContainsKey);
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (fault is DbException or IOException or TimeoutException or OperationCanceledException)
        {
            // The store is away, or the scan is being stopped: the caller's loop sees to it.
            return default;
        }
    }

    /// <summary>Asks until the store answers; once the scan is to stop, a last time.</summary>
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception fault) when (!stop.IsCancellationRequested && fault is (DbException or IOException or TimeoutException))
            {
                await Task.Delay(_options.Beat, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
