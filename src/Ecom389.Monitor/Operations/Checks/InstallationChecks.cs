using System.Globalization;
using System.Net.Sockets;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Operations.Backups;
using Ecom389.Monitor.Operations.Bundles;
using Ecom389.Monitor.Operations.Calendar;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations.Checks;

/// <summary>The doctor's list.</summary>
internal sealed class InstallationChecks(Installation installation, string crawlerFile, string operationsFile, TimeProvider time)
{
    private static readonly TimeSpan ProxyPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackupAge = TimeSpan.FromHours(48);

    private bool HasStore => installation.HasStore;

    public IReadOnlyList<DoctorCheck> All() =>
    [
        new("Chromium", _ => Task.FromResult(ChromiumLocator.Find() is { } found ? CheckResult.Ok(found) : CheckResult.Missing($"sudo apt-get install chromium, hoặc đặt / or set {ChromiumLocator.Variable}"))),
        new("cấu hình / configuration", async cancellation => CheckResult.Ok($"{(await CrawlerConfig.LoadAsync(crawlerFile, cancellation)).Sources.Count} nguồn / sources")),
        new("vận hành / operations", async cancellation => CheckResult.Ok($"{(await ConfigAsync(cancellation)).Schedule.Count} việc / jobs")),
        new("bộ quy tắc / rule packs", _ => Task.FromResult(CheckResult.Ok($"{RulePackLoader.Load(installation.Rules).Packs.Count} {(BundleShelf.Current(installation.Data) is { } bundle ? $"(gói / bundle {bundle})" : installation.Rules)}"))),
        new("mô hình / model", _ => Task.FromResult(CheckResult.Ok(ModelFile.Read(installation.Model) is null ? "" : installation.Model))),
        new("lịch làm việc / working days", _ => Task.FromResult(Calendar())),
        new(HasStore ? "cơ sở dữ liệu / database" : "cơ sở dữ liệu: chưa có / database: not yet", DatabaseAsync),
        new("chuỗi lưu giữ / chain of custody", _ => Task.FromResult(Custody())),
        new("sao lưu / backup", BackupAsync),
        new("đĩa / disk", async cancellation =>
        {
            await using var services = HasStore ? MonitorServices.Open(installation) : null;
            return await DiskCheck.RunAsync(installation, services, (await ConfigAsync(cancellation)).Disk, time, cancellation);
        }),
        new("đồng hồ / clock", async cancellation => await ClockCheck.RunAsync((await ConfigAsync(cancellation)).NtpServer, time, cancellation)),
        new("proxy", ProxyAsync),
    ];

    private Task<OperationsConfig> ConfigAsync(CancellationToken cancellation) => OperationsConfig.LoadAsync(operationsFile, [], cancellation);

    private CheckResult Calendar()
    {
        var (calendar, today) = (WorkingDaysFiles.Load(installation.Rules), DateOnly.FromDateTime(time.GetUtcNow().ToDisplayTime().DateTime));
        // From autumn on, deadlines reach into the next year.
        var warnings = new[] { today.Year, today.AddMonths(3).Year }.Distinct().Select(calendar.Warning).OfType<string>().ToList();
        return warnings.Count == 0 ? CheckResult.Ok() : CheckResult.Note(string.Join("; ", warnings));
    }

    private async Task<CheckResult> DatabaseAsync(CancellationToken cancellation)
    {
        if (!HasStore) return CheckResult.Ok();
        await using var services = MonitorServices.OpenExisting(installation);
        var report = await services.Store.Care.CheckAsync(cancellation);
        var schema = await services.Store.Care.SchemaAsync(cancellation);
        return report.Faults.Count == 0
            ? CheckResult.Ok(string.Create(CultureInfo.InvariantCulture, $"lược đồ / schema {schema}, {report.Checked.Count} bất biến / invariants"))
            : CheckResult.Missing(string.Join("; ", report.Faults.Select(fault => $"{fault.Invariant}: {fault.Detail}")) + "; ecom389 restore từ bản sao lưu gần nhất / from the last backup");
    }

    private CheckResult Custody()
    {
        var custody = new CustodyFolder(installation.Custody);
        if (custody.Writers().Count == 0) return CheckResult.Ok("chưa có / none yet");
        // Throws on a chain that is broken, naming the place.
        CustodyCatchUp.ReadLedger(custody);
        var open = 0L;
        foreach (var writer in custody.Writers())
        {
            using var file = CustodyChain.Open(custody.Chain(writer));
            var last = CustodyChain.Read(file).Select(entry => entry.Line?.Sequence ?? 0).DefaultIfEmpty().Max();
            open += Math.Max(0, last - (SealBook.Last(custody.Seal(writer), out _)?.Sequence ?? 0));
        }

        return open > 0
            ? CheckResult.Note(string.Create(CultureInfo.InvariantCulture, $"{open} dòng chưa ký / lines not sealed; ecom389 evidence seal"))
            : CheckResult.Ok(string.Create(CultureInfo.InvariantCulture, $"{custody.Writers().Count} chuỗi đã ký / chains sealed"));
    }

    private async Task<CheckResult> BackupAsync(CancellationToken cancellation)
    {
        if (!HasStore) return CheckResult.Ok("chưa có gì để sao lưu / nothing to back up yet");
        var folder = Path.GetFullPath((await ConfigAsync(cancellation)).Backup.Folder, Path.GetFullPath(installation.Data));
        if (BackupService.Existing(folder) is not [var newest, ..]) return CheckResult.Note($"chưa có bản nào ở {folder} / none there; ecom389 jobs run backup");
        var age = time.GetUtcNow() - BackupManifest.Read(newest).CreatedAt;
        var text = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(newest)}, {age.TotalHours:0} giờ trước / hours ago");
        return age > BackupAge ? CheckResult.Missing(text + "; ecom389 jobs run backup --as … --reason …") : CheckResult.Ok(text);
    }

    private async Task<CheckResult> ProxyAsync(CancellationToken cancellation)
    {
        if ((await CrawlerConfig.LoadAsync(crawlerFile, cancellation)).Network.UpstreamProxy is not { } proxy) return CheckResult.Ok("không dùng / none");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ProxyPatience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(proxy.Host, proxy.Port, limit.Token);
            // Its path and user are nobody's business here.
            return CheckResult.Ok($"{proxy.Host}:{proxy.Port}");
        }
        catch (Exception fault) when (fault is SocketException || fault is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return CheckResult.Missing($"{proxy.Host}:{proxy.Port} không nối được / cannot be reached: {fault.Message}; sửa / correct network.upstreamProxy");
        }
    }
}
