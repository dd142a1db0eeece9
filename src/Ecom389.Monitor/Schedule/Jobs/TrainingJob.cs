using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Training;
using Ecom389.Monitor.Operations.Configuration;

namespace Ecom389.Monitor.Schedule.Jobs;

/// <summary>
/// Fits a candidate model from the labelled files of the configuration into <c>candidates/DATE</c> of the data folder. It is never
/// put in force by itself: a person compares and copies it. The same data, rules and date give the same bytes.
/// </summary>
internal sealed class TrainingJob(Installation installation, OperationsConfig config) : IScheduledJob
{
    /// <inheritdoc />
    public async Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (config.Training.Data.Count == 0) return JobOutcome.Skipped("operations.json chưa nêu dữ liệu huấn luyện / names no training data");
        var folder = Path.Combine(installation.Data, "candidates", context.Slot.Replace(":", "", StringComparison.Ordinal));
        var trained = await Task.Run(
            () => new TrainingRun(new TrainingSettings(), SignalSources.Load(installation.Rules))
                .Execute([.. config.Training.Data.Order(StringComparer.Ordinal)], config.Training.Ordinary, folder, context.Date, cancellationToken),
            cancellationToken);
        return JobOutcome.Done(string.Create(CultureInfo.InvariantCulture, $"Mô hình ứng viên / candidate model: {folder}, sha256 {ContentHash.Of(trained.Bytes)[..12]}…, ngưỡng / threshold {trained.Model.Header.FlagThreshold:F4}; chưa áp dụng / not in force"));
    }
}
