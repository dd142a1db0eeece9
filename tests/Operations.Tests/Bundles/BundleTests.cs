using System.IO.Compression;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Operations.Bundles;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Operations.Tests.Bundles;

public sealed class BundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key;
    private readonly string _trust;

    public BundleTests()
    {
        _key = SigningKey.OpenOrCreate(_folder["keys"], TimeProvider.System);
        _trust = _folder.File("trusted.pem", _key.PublicPem);
    }

    private Installation Publisher => new(_folder["publisher"], Path.Combine(Repository.Root, "rules"), Path.Combine(Repository.Root, "models"));

    private string Data => _folder["receiver"];

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_bundle_brings_rules_model_calendars_and_list_as_one()
    {
        _folder.File("publisher/certified-devices.csv", await File.ReadAllTextAsync(RegistrySample()));
        _folder.File("publisher/certified-devices.date", "2026-11-01\n");
        var file = await ExportAsync(1);

        var manifest = await ImportAsync(file, _trust);

        Assert.Equal(1, BundleShelf.Current(Data));
        Assert.Contains(manifest.Files, entry => entry.Path == "rules/calendars/2026.yaml");
        var installation = Installation.At(Data);
        Assert.StartsWith(Data, installation.Rules, StringComparison.Ordinal);
        Assert.NotNull(ScorerFactory.Load(installation));
        Assert.Equal(new DateOnly(2026, 11, 1), RegistrySeed.Load(installation)!.List.ListDate);
    }

    [Fact]
    public async Task A_newer_one_takes_over_and_an_older_one_or_the_same_is_refused()
    {
        await ImportAsync(await ExportAsync(5), _trust);
        await ImportAsync(await ExportAsync(6), trust: null);

        foreach (var number in new[] { 4, 5, 6 }) Assert.Contains("sequence", (await RefusedAsync(await ExportAsync(number), null)).Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(6, BundleShelf.Current(Data));
    }

    [Fact]
    public async Task The_first_import_needs_a_key_and_another_publishers_bundle_is_refused()
    {
        var file = await ExportAsync(1);
        Assert.Equal("--trust", (await RefusedAsync(file, null)).Errors[0].Field);

        using var stranger = SigningKey.OpenOrCreate(_folder["stranger"], TimeProvider.System);
        await BundleWriter.WriteAsync(Publisher, _folder["stranger.bundle"], 9, "", stranger, TimeProvider.System, CancellationToken.None);
        Assert.Equal("manifest.sig", (await RefusedAsync(_folder["stranger.bundle"], _trust)).Errors[0].Field);
        Assert.Null(BundleShelf.Current(Data));
    }

    [Fact]
    public async Task A_bundle_changed_at_any_place_is_refused_and_the_one_in_force_stays()
    {
        await ImportAsync(await ExportAsync(1), _trust);
        var bytes = await File.ReadAllBytesAsync(await ExportAsync(2));
        var random = new Random(389);
        var taken = 0;
        for (var round = 0; round < 60; round++)
        {
            var changed = (byte[])bytes.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(_folder["changed.bundle"], changed);
            try
            {
                await ImportAsync(_folder["changed.bundle"], null);
                taken++;
                // Bytes of the container that say nothing of the contents (a date, a flag): then the contents are those signed.
                Assert.Equal(2, BundleShelf.Current(Data));
                BundleShelf.Switch(Data, 1);
            }
            catch (InvalidInputException)
            {
                Assert.Equal(1, BundleShelf.Current(Data));
            }
        }

        Assert.InRange(taken, 0, 6);
        Assert.Equal(["1"], Directory.GetDirectories(BundleShelf.Root(Data)).Select(Path.GetFileName).Where(name => name != "2"));
    }

    [Fact]
    public async Task A_file_beside_the_signed_ones_is_refused()
    {
        var file = await ExportAsync(1);
        await using (var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Update)) zip.CreateEntry("rules/packs/extra.yaml");

        Assert.Contains("rules/packs/extra.yaml", (await RefusedAsync(file, _trust)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_do_not_load_are_refused_although_they_are_signed()
    {
        var rules = _folder["broken-rules"];
        foreach (var path in Directory.EnumerateFiles(Publisher.Rules, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(rules, Path.GetRelativePath(Publisher.Rules, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }

        await File.AppendAllTextAsync(Path.Combine(rules, "violations.yaml"), "\nlạ: [");
        await BundleWriter.WriteAsync(Publisher with { Rules = rules }, _folder["broken.bundle"], 3, "", _key, TimeProvider.System, CancellationToken.None);

        await RefusedAsync(_folder["broken.bundle"], _trust);
        Assert.Null(BundleShelf.Current(Data));
        Assert.Empty(Directory.GetDirectories(BundleShelf.Root(Data)));
    }

    [Theory]
    [InlineData("rules/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("rules\\x")]
    [InlineData("keys/signing.pem")]
    public void A_manifest_that_points_elsewhere_is_refused(string path) =>
        Assert.Throws<InvalidDataException>(() => BundleManifest.Read(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new BundleManifest(1, 1, default, "", [new(path, 1, "")]), JsonContract.Compact)));

    private async Task<string> ExportAsync(long sequence)
    {
        var file = _folder[$"{sequence}.bundle"];
        await BundleWriter.WriteAsync(Publisher, file, sequence, "thử", _key, TimeProvider.System, CancellationToken.None);
        return file;
    }

    private Task<BundleManifest> ImportAsync(string file, string? trust)
    {
        Directory.CreateDirectory(Data);
        return new BundleImporter(Installation.At(Data), file).RunAsync(trust, CancellationToken.None);
    }

    private Task<InvalidInputException> RefusedAsync(string file, string? trust) => Assert.ThrowsAsync<InvalidInputException>(() => ImportAsync(file, trust));

    private string RegistrySample()
    {
        var device = new CertifiedDevice { Number = "C0123", Model = "X1", Manufacturer = "Thử" };
        return _folder.File("sample.csv", Detection.Registry.RegistryFile.Write([device]));
    }
}
