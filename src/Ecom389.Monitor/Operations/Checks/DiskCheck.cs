using System.Globalization;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations.Checks;

/// <summary>Free bytes where the data lies, and for how many days they last at the growth of the last week.</summary>
internal static class DiskCheck
{
    private const int Week = 7;

    public static async Task<CheckResult> RunAsync(Installation installation, MonitorServices? services, DiskSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(installation.Data);
        while (!Directory.Exists(folder)) folder = Path.GetDirectoryName(folder)!;
        var free = new DriveInfo(folder).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"còn / free {free / 1e9:0.0} GB");
        if (free < settings.MinimumFree) return CheckResult.Missing(text + "; chuyển bản sao lưu đi hoặc thêm đĩa / move backups away or add a disk");
        if (services is null) return CheckResult.Ok(text);
        var (totals, evidence) = (await services.Store.Listings.TotalsAsync(cancellationToken), await services.Store.Care.CapturedBytesAsync(time.GetUtcNow().AddDays(-Week), cancellationToken));
        var all = await services.Store.Care.CapturedBytesAsync(DateTimeOffset.UnixEpoch, cancellationToken);
        // The database grows with the evidence: its share of today is taken for tomorrow's.
        // A server keeps its files where it likes: it is watched there.
        var share = installation.Store.IsServer || totals.Captures == 0 || all == 0 ? 0 : (double)await services.Store.SizeAsync(cancellationToken) / all;
        var days = DaysLeft(free - settings.MinimumFree, evidence * (1 + share) / Week);
        if (days is not { } left) return CheckResult.Ok(text + ", tuần qua không tăng / no growth last week");
        text += string.Create(CultureInfo.InvariantCulture, $", đủ cho khoảng / lasts about {left} ngày / days");
        return left < settings.WarnDays ? CheckResult.Missing(text + "; thêm đĩa hoặc rút ngắn rules/retention.yaml / add a disk or shorten rules/retention.yaml") : CheckResult.Ok(text);
    }

    /// <summary>Whole days until the bytes are used up; null when nothing grows.</summary>
    internal static long? DaysLeft(long bytes, double perDay) => perDay < 1 ? null : (long)Math.Clamp(bytes / perDay, 0, 1_000_000);
}
