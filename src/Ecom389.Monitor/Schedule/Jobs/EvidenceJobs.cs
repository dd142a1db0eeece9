using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Retention;
using Ecom389.Monitor.Evidence.Verification;
using Ecom389.Monitor.Operations;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Schedule.Jobs;

/// <summary>Reads every byte of the evidence again, also what only the evidence store has, at a rate that leaves the disk to others, and verifies chains, seals and anchors.</summary>
internal sealed class RehashJob(Installation installation, OperationsConfig config, IEvidenceFiles files, TimeProvider time) : IScheduledJob
{
    /// <inheritdoc />
    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(installation.Evidence)) return JobOutcome.Skipped("Chưa có bằng chứng / no evidence yet");
        var report = await new StoreVerifier(installation.Evidence, files, new CustodyFolder(installation.Custody), time).RunAsync(
            new TrustOptions { Drops = [.. config.Anchor.Drops.Where(Directory.Exists)] },
            new RehashOptions { BytesPerSecond = config.RehashRate, ProgressFile = Path.Combine(installation.Custody, "rehash.json") },
            cancellationToken);
        var counts = string.Join(", ", report.Checked.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Subject} {one.Count}")));
        return report.Holds
            ? JobOutcome.Done("Bằng chứng nguyên vẹn / evidence holds: " + counts)
            : JobOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"{report.Faults.Count} chỗ sai / faults: {string.Join("; ", report.Faults.Take(5).Select(fault => $"{fault.Place}: {fault.Detail}"))}"));
    }
}

/// <summary>Seals all chains, makes the night's anchor and hands it out, and takes finished files to the evidence store where there is one. Needs the signing key, which may be held by another user.</summary>
internal sealed class SealJob(Installation installation, OperationsConfig config, HttpClient client, IEvidenceFiles? store, TimeProvider time) : IScheduledJob
{
    /// <inheritdoc />
    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var folder = config.Anchor.KeyFolder ?? installation.CustodyKeys;
        using var key = SigningKey.TryOpen(folder);
        if (key is null) return JobOutcome.Skipped($"Không có khoá ký ở {folder}; người giữ khoá chạy ecom389 evidence seal và anchor / no signing key here; its holder runs ecom389 evidence seal and anchor");
        var custody = new CustodyFolder(installation.Custody);
        await CustodyCatchUp.RunAsync(installation.Evidence, custody, time, cancellationToken);
        var seals = new Sealer(custody, key, time).SealAll();
        if (seals.FirstOrDefault(outcome => outcome.Problem is not null) is { } broken) return JobOutcome.Failed($"{broken.Writer}: không ký / not sealed: {broken.Problem}");
        var anchor = new AnchorBook(custody).Make(key, time);
        IAnchorDestination[] places = [.. config.Anchor.Drops.Select(drop => new FileDrop(drop)), .. config.Anchor.TimeStampAuthorities.Select(authority => new TimeStampAuthority(client, authority))];
        var failed = (await new AnchorDelivery(custody, time).RunAsync(places, cancellationToken)).Where(outcome => outcome.Problem is not null).ToList();
        var message = string.Create(CultureInfo.InvariantCulture, $"{seals.Count} chuỗi đã ký / chains sealed, mốc neo / anchor {(anchor is null ? "–" : anchor.Number)}");
        var problems = failed.Select(outcome => $"{outcome.Number} → {outcome.Destination}: {outcome.Problem}").ToList();
        if (store is not null)
        {
            var taken = await new EvidenceTransfer(installation.Evidence, custody, store).RunAsync(cancellationToken);
            message += string.Create(CultureInfo.InvariantCulture, $", kho bằng chứng / evidence store: +{taken.Kept.Count} −{taken.Deleted.Count}");
            problems.AddRange(taken.Problems.Take(5));
        }

        return problems.Count == 0 ? JobOutcome.Done(message) : JobOutcome.Partial(message + "; " + string.Join("; ", problems));
    }
}

/// <summary>Deletes evidence past its time by rules/retention.yaml. Holds the maintenance lock: a backup must not copy half of it.</summary>
internal sealed class RetentionNight(Installation installation, MonitorServices services, TimeProvider time) : IScheduledJob
{
    /// <inheritdoc />
    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(installation.Custody)) return JobOutcome.Skipped("Chưa có bằng chứng / no evidence yet");
        using var held = await MaintenanceLock.TakeAsync(installation, time, cancellationToken);
        var captures = await RetainedEvidence.AllAsync(installation, services, cancellationToken);
        var rules = RetentionRules.Load(Path.Combine(installation.Rules, RetentionRules.FileName));
        var outcome = await new RetentionJob(installation.Evidence, new CustodyFolder(installation.Custody), rules, time).RunAsync(captures, dryRun: false, cancellationToken);
        var message = string.Create(CultureInfo.InvariantCulture, $"{outcome.Deleted.Count} bản thu hết hạn đã xoá / captures deleted, {outcome.FilesDeleted.Count} tệp / files, {captures.Count - outcome.Deleted.Count} còn giữ / kept");
        return outcome.Problems.Count == 0 ? JobOutcome.Done(message) : JobOutcome.Partial(message + "; " + string.Join("; ", outcome.Problems.Take(5)));
    }
}
