using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Operations.Backups;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Schedule.Jobs;

/// <summary>The night's backup, taken while everything goes on.</summary>
internal sealed class BackupJob(Installation installation, MonitorServices services, OperationsConfig config, IReadOnlyList<string> files, IEvidenceFiles? elsewhere, TimeProvider time) : IScheduledJob
{
    /// <inheritdoc />
    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(config.Backup.Folder, Path.GetFullPath(installation.Data));
        var made = await new BackupService(installation, services.Store.Care, time, elsewhere).RunAsync(folder, config.Backup.Keep, files, cancellationToken);
        var message = string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(made.Folder)}: {made.Manifest.Files.Count} tệp / files ({made.Linked} nối lại / linked), {made.Bytes / 1e6:F1} MB; đã xoá / deleted: {made.Deleted.Count}");
        if (made.Elsewhere.Count > 0) message += "; " + made.Elsewhere[0];
        return made.Lost.Count == 0 ? JobOutcome.Done(message) : JobOutcome.Partial(message + "; " + string.Join("; ", made.Lost.Take(5)));
    }
}
