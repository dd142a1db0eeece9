using System.Security.Cryptography;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Evidence.Verification;
using Ecom389.Monitor.Operations.Backups;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Schedule;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ecom389.Monitor.Operations.Tests.Files;

/// <summary>One contract of the folder and of the S3 store, and a night whose evidence goes up.</summary>
public sealed class EvidenceStoreTests : IDisposable
{
    private static readonly S3Credentials Rights = new("S3RVER", "S3RVER", "us-east-1");

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public Task A_folder_keeps_finished_files() => KeepsFinishedFilesAsync(new FolderFiles(_folder["kho"]));

    [S3Fact]
    public async Task An_S3_store_keeps_finished_files()
    {
        using var server = await S3Server.StartAsync();
        await KeepsFinishedFilesAsync(Files(server, Rights));
    }

    [Fact]
    public async Task A_store_that_refuses_is_told_in_a_sentence_without_the_secret()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.Run(async context =>
        {
            context.Response.StatusCode = context.Request.Method == "HEAD" ? 404 : 403;
            if (context.Request.Method != "HEAD") await context.Response.WriteAsync("<Error><Code>SignatureDoesNotMatch</Code></Error>");
        });
        await server.StartAsync();
        var (path, hash) = Make("a.warc.gz", 1000);
        var files = new S3Files(_client, new Uri(server.Urls.First()), S3Server.Bucket, "", () => Rights with { Secret = "sai-mat" }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<IOException>(() => files.KeepAsync(path, hash, CancellationToken.None));
        Assert.EndsWith("refuses a.warc.gz: 403 SignatureDoesNotMatch", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sai-mat", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal("S3RVER us-east-1", Rights.ToString());
    }

    [S3Fact]
    public async Task A_store_that_is_away_is_told_and_the_file_goes_up_the_next_time()
    {
        var (path, _) = Make("a.warc.gz", 1000);
        var custody = new CustodyFolder(_folder["custody"]);
        var away = new S3Files(_client, new Uri("http://127.0.0.1:9"), S3Server.Bucket, "", () => Rights, TimeProvider.System);
        var first = await new EvidenceTransfer(Path.GetDirectoryName(path)!, custody, away).RunAsync(CancellationToken.None);
        Assert.Empty(first.Kept);
        Assert.Contains("a.warc.gz", Assert.Single(first.Problems), StringComparison.Ordinal);

        using var server = await S3Server.StartAsync();
        var transfer = new EvidenceTransfer(Path.GetDirectoryName(path)!, custody, Files(server, Rights));
        Assert.Equal(["a.warc.gz"], (await transfer.RunAsync(CancellationToken.None)).Kept);
        Assert.Empty((await transfer.RunAsync(CancellationToken.None)).Kept);

        // Gone here by accident is no reason to delete it there.
        File.Delete(path);
        var after = await transfer.RunAsync(CancellationToken.None);
        Assert.Empty(after.Deleted);
        Assert.NotNull(await Files(server, Rights).FindAsync("a.warc.gz", CancellationToken.None));

        // Deleted by retention is: its deletion stands in the chain.
        await using (var log = CustodyLog.Open(custody, "retention", TimeProvider.System))
            await log.AppendAsync(new CustodyEntry(CustodyActions.Deleted, "system:retention", "file:a.warc.gz") { Reason = "hết hạn" }, CancellationToken.None);
        Assert.Equal(["a.warc.gz"], (await transfer.RunAsync(CancellationToken.None)).Deleted);
        Assert.Null(await Files(server, Rights).FindAsync("a.warc.gz", CancellationToken.None));
    }

    [S3Fact]
    public async Task A_nights_evidence_goes_up_and_every_capture_is_read_back_by_range_when_the_folder_has_lost_it()
    {
        using var server = await S3Server.StartAsync();
        await using var sample = await SampleInstallation.StartAsync();
        await sample.ScanAsync();
        var secret = Secret.TryOpen(_folder.File("khoa-s3", "S3RVER\nS3RVER\n"), out _)!;
        await using var host = await sample.HostAsync(config => config with { EvidenceStore = new EvidenceBucket(server.Endpoint, S3Server.Bucket, "may-1", "us-east-1", secret) });
        var job = host.Setup.Config.Schedule.Single(one => one.Kind == JobKind.Seal);
        var run = await host.Runner.RunAsync(job, new(job.Id, "2026-11-23", "schedule", "system:schedule", null, Retry: false), DateTimeOffset.MaxValue, CancellationToken.None);
        Assert.Equal(JobState.Done, run!.State);

        var needs = await sample.Services.Store.Care.ArchiveNeedsAsync(CancellationToken.None);
        Assert.NotEmpty(needs);
        var captures = new List<CaptureReference>();
        foreach (var snapshot in await sample.Services.Store.Listings.LatestSnapshotsAsync(DateTimeOffset.MinValue, 0, 1000, CancellationToken.None))
            captures.Add((await sample.Services.Store.Listings.CaptureAsync(snapshot.Snapshot.CaptureId, CancellationToken.None))!);
        foreach (var need in needs) File.Delete(Path.Combine(sample.Installation.Evidence, need.File));
        var reader = new WarcReader(host.EvidenceFiles, sample.Installation.Evidence);
        foreach (var capture in captures)
        {
            var page = await reader.ReadAsync(capture.Archive, CancellationToken.None);
            Assert.True(page.DigestHolds);
            Assert.Equal(capture.BodySha256, ContentHash.Of(page.Body));
        }

        Assert.True(captures.Count >= 20);
    }

    [Fact]
    public async Task What_only_the_store_elsewhere_has_is_checked_verified_and_exported_from_there_and_named_by_a_backup()
    {
        await using var sample = await SampleInstallation.StartAsync();
        await sample.ScanAsync();
        var elsewhere = new FolderFiles(_folder["kho"]);
        await LoseFolderAsync(sample, elsewhere);
        await ReadsElsewhereAsync(sample, elsewhere);
    }

    [S3Fact]
    public async Task What_only_an_S3_store_has_is_checked_verified_and_exported_from_there_and_named_by_a_backup()
    {
        using var server = await S3Server.StartAsync();
        await using var sample = await SampleInstallation.StartAsync();
        await sample.ScanAsync();
        var elsewhere = Files(server, Rights);
        await LoseFolderAsync(sample, elsewhere);
        await ReadsElsewhereAsync(sample, elsewhere);
    }

    [Fact]
    public async Task Writers_of_several_machines_in_one_folder_never_write_to_the_same_file()
    {
        var names = new System.Collections.Concurrent.ConcurrentBag<string>();
        var time = new TestTime("2026-11-23 22:00");
        // All at the same instant of the same clock, under the same name.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(machine => Task.Run(async () =>
        {
            await using var archive = new WarcArchive(_folder["chung"], "Bench", time);
            for (var page = 0; page < 20; page++)
                names.Add((await archive.AppendAsync(Bench.Power.SyntheticPage.Fetch(machine, page, 1, time.Now), CancellationToken.None)).File);
        })));
        Assert.Equal(8, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(8, WarcFolder.Files(_folder["chung"]).Count);
        Assert.All(WarcFolder.Files(_folder["chung"]), file => Assert.False(file.IsOpen));
    }

    /// <summary>Everything finished goes to the store, and the folder's files are gone.</summary>
    private static async Task LoseFolderAsync(SampleInstallation sample, IEvidenceFiles elsewhere)
    {
        var custody = new CustodyFolder(sample.Installation.Custody);
        await CustodyCatchUp.RunAsync(sample.Installation.Evidence, custody, TimeProvider.System, CancellationToken.None);
        Assert.Empty((await new EvidenceTransfer(sample.Installation.Evidence, custody, elsewhere).RunAsync(CancellationToken.None)).Problems);
        foreach (var file in WarcFolder.Files(sample.Installation.Evidence)) File.Delete(Path.Combine(sample.Installation.Evidence, file.Name));
    }

    private async Task ReadsElsewhereAsync(SampleInstallation sample, IEvidenceFiles elsewhere)
    {
        var (installation, services) = (sample.Installation, sample.Services);
        // Without it everything is missing, with it everything is there, byte for byte.
        Assert.NotEmpty((await InstallationCheck.RunAsync(installation, services, deep: true, TimeProvider.System, CancellationToken.None)).Faults);
        Assert.Empty((await InstallationCheck.RunAsync(installation, services, elsewhere, deep: true, TimeProvider.System, CancellationToken.None)).Faults);
        var verified = await new StoreVerifier(installation.Evidence, EvidenceAccess.Over(installation, elsewhere), new CustodyFolder(installation.Custody), TimeProvider.System).RunAsync(new(), new(), CancellationToken.None);
        Assert.Empty(verified.Faults);
        Assert.True(verified.Checked.Single(row => row.Subject == CheckedSubjects.Artefacts).Count >= 20);

        var files = EvidenceAccess.Over(installation, elsewhere);
        var item = (await services.Queue.ListAsync(new QueueFilter(), CancellationToken.None)).Entries[0].Item;
        var findings = await new FindingReader(services.Store.Listings, services.Queue, installation.Evidence, files).ByItemAsync(item.Id, CancellationToken.None);
        var package = _folder["hồ-sơ.zip"];
        await new PackageWriter(new PackageTools
        {
            Archive = installation.Evidence,
            Files = files,
            Custody = new CustodyFolder(installation.Custody),
            Time = TimeProvider.System,
            KeyFolder = installation.CustodyKeys,
            Printer = new NoPrinter(),
            Mask = new ThirdPartyMask(),
            Organisation = "Cơ quan thử nghiệm",
            Software = "Ecom389 Monitor",
        }).WriteAsync(new PackageRequest($"item:{item.Id:D}", findings, "system:test", MaskThirdParties: false), package, CancellationToken.None);
        Assert.Empty((await PathVerifier.RunAsync(package, new TrustOptions(), TimeProvider.System, CancellationToken.None)).Faults);

        var backup = await new BackupService(installation, services.Store.Care, TimeProvider.System, elsewhere).RunAsync(_folder["sao-lưu"], null, [], CancellationToken.None);
        Assert.NotEmpty(backup.Elsewhere);
        Assert.Empty(backup.Lost);
        Assert.All(backup.Elsewhere, sentence => Assert.Contains(sentence, backup.Manifest.Notes));
        var alone = await new BackupService(installation, services.Store.Care, TimeProvider.System).RunAsync(_folder["sao-lưu"], null, [], CancellationToken.None);
        Assert.Equal(backup.Elsewhere.Count, alone.Lost.Count);
    }

    private sealed class NoPrinter : IRecordPrinter
    {
        public Task<string?> PrintAsync(string htmlFile, string pdfFile, CancellationToken cancellationToken) => Task.FromResult<string?>("không in trong kiểm thử");
    }

    private async Task KeepsFinishedFilesAsync(IEvidenceFiles files)
    {
        var (path, hash) = Make("ecom389-crawl-scan-1.warc.gz", 700_001);
        Assert.Null(await files.FindAsync(Path.GetFileName(path), CancellationToken.None));
        Assert.Throws<FileNotFoundException>(() => Open(files, "ecom389-crawl-scan-9.warc.gz"));

        await files.KeepAsync(path, hash, CancellationToken.None);
        await files.KeepAsync(path, hash, CancellationToken.None);
        Assert.Equal(new EvidenceFile(Path.GetFileName(path), 700_001, hash), await files.FindAsync(Path.GetFileName(path), CancellationToken.None));

        var bytes = await File.ReadAllBytesAsync(path);
        using (var stream = files.OpenRead(Path.GetFileName(path)))
        {
            foreach (var (offset, count) in ((int, int)[])[(0, 10), (699_990, 11), (262_140, 10), (5, 600_000), (700_001, 0)])
            {
                var part = new byte[count];
                stream.Position = offset;
                stream.ReadExactly(part);
                Assert.Equal(bytes[offset..(offset + count)], part);
            }

            stream.Position = 700_001;
            Assert.Equal(0, stream.Read(new byte[1]));
        }

        await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(700_001));
        await Assert.ThrowsAsync<IOException>(async () => await files.KeepAsync(path, await FolderFiles.HashAsync(path, CancellationToken.None), CancellationToken.None));
        Assert.Equal(hash, (await files.FindAsync(Path.GetFileName(path), CancellationToken.None))!.Sha256);

        // A hash that is not the file's is found out before the file counts as kept.
        var (other, _) = Make("ecom389-crawl-scan-2.warc.gz", 1000);
        await Assert.ThrowsAsync<IOException>(() => files.KeepAsync(other, hash, CancellationToken.None));
        Assert.Null(await files.FindAsync(Path.GetFileName(other), CancellationToken.None));

        await files.DeleteAsync(Path.GetFileName(path), CancellationToken.None);
        await files.DeleteAsync(Path.GetFileName(path), CancellationToken.None);
        Assert.Null(await files.FindAsync(Path.GetFileName(path), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidDataException>(() => files.FindAsync("../khác", CancellationToken.None));

        static void Open(IEvidenceFiles files, string name)
        {
            using var stream = files.OpenRead(name);
        }
    }

    private (string Path, string Sha256) Make(string name, int length)
    {
        Directory.CreateDirectory(_folder["tệp"]);
        var bytes = RandomNumberGenerator.GetBytes(length);
        var path = Path.Combine(_folder["tệp"], name);
        File.WriteAllBytes(path, bytes);
        return (path, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private S3Files Files(S3Server server, S3Credentials rights) => new(_client, server.Endpoint, S3Server.Bucket, "may-1", () => rights, TimeProvider.System);
}
