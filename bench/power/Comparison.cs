using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Operations;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Bench.Power;

/// <summary>After a power loss: starts the monitor again, lets its own checker read every byte, and asks for each promise of the log.</summary>
internal static class Comparison
{
    /// <summary>What is missing or broken, in sentences; empty is as it must be.</summary>
    public static async Task<List<string>> RunAsync(Installation installation, IReadOnlyCollection<Acknowledgement> promises, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        try
        {
            await using var services = MonitorServices.Open(installation);
            // As the next scan does: mends what was torn, closes what was open.
            await using (Workload.OpenEvidence(installation)) { }
            await CustodyCatchUp.RunAsync(installation.Evidence, new CustodyFolder(installation.Custody), TimeProvider.System, cancellationToken);
            var check = await InstallationCheck.RunAsync(installation, services, deep: true, TimeProvider.System, cancellationToken);
            faults.AddRange(check.Faults.Select(fault => $"{fault.Invariant}: {fault.Detail}"));
            var custody = ReadCustody(installation);
            foreach (var promise in promises)
                if (await MissingAsync(installation, services, custody, promise, cancellationToken) is { } missing) faults.Add(missing);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            faults.Add("does not start again: " + broken);
        }

        return faults;
    }

    private static async Task<string?> MissingAsync(Installation installation, MonitorServices services, (HashSet<string> Captured, HashSet<string> Read) custody, Acknowledgement promise, CancellationToken cancellationToken)
    {
        switch (promise.Kind)
        {
            case "page":
                var capture = await services.Store.Listings.CaptureAsync(promise.Id, cancellationToken);
                if (capture?.Archive != promise.Location) return $"{promise.Name}: capture {promise.Id} is {(capture is null ? "not in the store" : "somewhere else")}";
                if (await services.Store.Listings.FindByUrlAsync(promise.Name, cancellationToken) is null) return $"{promise.Name}: no listing";
                if (!custody.Captured.Contains($"capture:{promise.Id:D}")) return $"{promise.Name}: capture {promise.Id} is not in the chain of custody";
                foreach (var finding in promise.Findings)
                {
                    if (await services.Store.Listings.FindingAsync(finding, cancellationToken) is null) return $"{promise.Name}: finding {finding} is not in the store";
                    if (new FindingEvidence(installation.Evidence).Of(finding).All(behind => behind.CaptureId != promise.Id)) return $"{promise.Name}: no evidence noted of finding {finding}";
                }

                return await UnreadableAsync(installation, promise, cancellationToken);
            case "decision":
                return (await services.Queue.TransitionsAsync(promise.Id, cancellationToken)).Any(transition => transition.Revision == promise.Number) ? null : $"decision {promise.Number} of item {promise.Id} is lost";
            case "job":
                return (await services.Store.JobRuns.FindAsync(promise.Name, promise.Text, cancellationToken))?.State == JobState.Done ? null : $"run {promise.Text} of job {promise.Name} is lost";
            case "read":
                return custody.Read.Contains($"capture:{promise.Id:D}") ? null : $"reading of capture {promise.Id} is lost";
            case "seal":
                var last = SealBook.Last(new CustodyFolder(installation.Custody).Seal(promise.Name), out _);
                return last?.Sequence >= promise.Number ? null : $"seal of {promise.Name} at {promise.Number} is lost";
            default:
                return null;
        }
    }

    private static async Task<string?> UnreadableAsync(Installation installation, Acknowledgement promise, CancellationToken cancellationToken)
    {
        try
        {
            var page = await new WarcReader(installation.Evidence).ReadAsync(promise.Location!, cancellationToken);
            return page.DigestHolds && ContentHash.Of(page.Body) == promise.Text ? null : $"{promise.Name}: the capture at {promise.Location} is another one";
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return $"{promise.Name}: the capture at {promise.Location} cannot be read: {broken.Message}";
        }
    }

    private static (HashSet<string> Captured, HashSet<string> Read) ReadCustody(Installation installation)
    {
        var (captured, read) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var custody = new CustodyFolder(installation.Custody);
        foreach (var writer in custody.Writers())
        {
            using var chain = CustodyChain.Open(custody.Chain(writer));
            foreach (var line in CustodyChain.Read(chain))
            {
                if (line.Line?.Event?.Entry is not { } entry) continue;
                if (entry.What == CustodyActions.Captured) captured.Add(entry.Subject);
                else if (entry.What == CustodyActions.Read) read.Add(entry.Subject);
            }
        }

        return (captured, read);
    }
}
