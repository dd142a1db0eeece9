using System.IO.Compression;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Evidence.Tests.Custody;
using Ecom389.Monitor.Evidence.Verification;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests.Packages;

public sealed class PackageTests : IAsyncLifetime
{
    private readonly TestInstallation _installation = new();
    private IReadOnlyList<(Capture Capture, ArchiveLocation Location)> _captures = [];
    private string _zip = "";
    private string _folder = "";

    public async Task InitializeAsync()
    {
        _captures = await _installation.CaptureAsync(8);
        _installation.Anchor();
        _zip = Path.Combine(_installation.Root, "ho-so.zip");
        Assert.Empty((await TestPackages.ExportAsync(_installation, [_captures[2], _captures[5]], _zip)).Missing);
        _folder = Path.Combine(_installation.Root, "mo-ra");
        await ZipFile.ExtractToDirectoryAsync(_zip, _folder);
    }

    public Task DisposeAsync()
    {
        _installation.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_package_holds_packed_and_unpacked_and_says_what_was_checked()
    {
        foreach (var path in new[] { _zip, _folder })
        {
            var report = await VerifyAsync(path);
            Assert.Empty(report.Faults);
            // Info, page, request and metadata of two captures.
            Assert.Equal(8, Count(report, CheckedSubjects.Artefacts));
            Assert.Equal(2, Count(report, CheckedSubjects.Manifests));
            Assert.InRange(Count(report, CheckedSubjects.Anchors), 1, 2);
            Assert.True(Count(report, CheckedSubjects.Proofs) >= 3);
        }

        Assert.True((await _installation.VerifyAsync(new() { KeyFolder = _installation.Keys })).Holds);
    }

    [Fact]
    public async Task The_key_printed_in_the_record_is_the_one_expected_or_the_package_is_refused()
    {
        using var key = SigningKey.OpenOrCreate(_installation.Keys, _installation.Clock);
        Assert.Contains(key.Fingerprint, await File.ReadAllTextAsync(Path.Combine(_folder, PackageLayout.RecordHtml)), StringComparison.Ordinal);
        Assert.True((await new PackageVerifier(new() { ExpectedKeys = new HashSet<string> { key.Fingerprint } }).RunAsync(_zip, default)).Holds);
        Assert.Contains((await new PackageVerifier(new() { ExpectedKeys = new HashSet<string> { new('0', 64) } }).RunAsync(_zip, default)).Faults, fault => fault.Kind == FaultKind.WrongSignature);
    }

    [Fact]
    public void A_byte_flipped_anywhere_in_the_packed_file_is_found()
    {
        var original = File.ReadAllBytes(_zip);
        Prop.ForAll<int, byte>((where, mask) =>
        {
            var bytes = original.ToArray();
            bytes[(int)((uint)(where * 7_919) % bytes.Length)] ^= mask == 0 ? (byte)1 : mask;
            var broken = Path.Combine(_installation.Root, "broken.zip");
            File.WriteAllBytes(broken, bytes);
            return VerifyAsync(broken).GetAwaiter().GetResult().Faults.Count > 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_byte_flipped_in_any_file_of_the_package_is_named_with_its_file_and_range()
    {
        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        Prop.ForAll<int, int, byte>((which, where, mask) =>
        {
            var file = files[(uint)which % files.Length];
            var bytes = File.ReadAllBytes(file);
            var at = (int)((uint)(where * 7_919) % bytes.Length);
            bytes[at] ^= mask == 0 ? (byte)1 : mask;
            return With(file, bytes, report => report.Faults.Any(fault => Names(fault.Place, Path.GetRelativePath(_folder, file), at)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_taken_out_is_named()
    {
        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        Prop.ForAll<int>(which =>
        {
            var file = files[(uint)which % files.Length];
            var bytes = File.ReadAllBytes(file);
            File.Delete(file);
            var report = VerifyAsync(_folder).GetAwaiter().GetResult();
            File.WriteAllBytes(file, bytes);
            return report.Faults.Any(fault => fault.Kind == FaultKind.MissingFile && fault.Place == Path.GetRelativePath(_folder, file));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_file_put_in_is_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "them.txt"), "x");
        Assert.Contains((await VerifyAsync(_folder)).Faults, fault => fault is { Kind: FaultKind.UnknownFile, Place: "them.txt" });
    }

    [Fact]
    public void A_chain_of_the_package_recomputed_from_any_record_is_found_and_named_even_when_every_list_is_made_right_again()
    {
        var chains = Directory.GetFiles(Path.Combine(_folder, PackageLayout.Chains));
        Prop.ForAll<int, int>((which, k) =>
        {
            var file = chains[(uint)which % chains.Length];
            var lines = File.ReadAllLines(file);
            var from = (int)((uint)k % lines.Length);
            string? previous = null;
            for (var i = from; i < lines.Length; i++)
            {
                var line = CustodyLine.Decode(Encoding.UTF8.GetBytes(lines[i]));
                var written = line.Event ?? new(Path.GetFileNameWithoutExtension(file), line.Sequence, 1, null, new("captured", "system:other", "capture:other"));
                if (i == from) written = written with { Entry = written.Entry with { Subject = "capture:other" } };
                var again = CustodyLine.After(previous ?? line.Previous, written);
                previous = again.Hash;
                lines[i] = Encoding.UTF8.GetString(again.Encode());
            }

            var seal = Path.Combine(_folder, PackageLayout.Seal);
            var sealBefore = File.ReadAllBytes(seal);
            return With(file, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), _ =>
            {
                // The attacker corrects the list as well; only its signature is beyond him.
                RelistAsync(seal).GetAwaiter().GetResult();
                var report = VerifyAsync(_folder).GetAwaiter().GetResult();
                File.WriteAllBytes(seal, sealBefore);
                return report.Faults.Any(fault => fault is { Kind: FaultKind.WrongSignature, Place: PackageLayout.Seal })
                    && report.Faults.Any(fault => fault.Kind is FaultKind.BrokenLink or FaultKind.TimeBackwards && fault.Place.Contains(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal));
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Events_of_other_matters_do_not_leave_the_house()
    {
        var shown = string.Concat(Directory.GetFiles(Path.Combine(_folder, PackageLayout.Chains)).Select(File.ReadAllText));
        Assert.Contains($"capture:{_captures[2].Capture.Id:D}", shown, StringComparison.Ordinal);
        Assert.DoesNotContain($"capture:{_captures[0].Capture.Id:D}", shown, StringComparison.Ordinal);
        Assert.Contains("\"digest\"", shown, StringComparison.Ordinal);
        Assert.True((await VerifyAsync(_folder)).Holds);
    }

    [Fact]
    public async Task A_masked_copy_says_so_keeps_originals_at_home_and_still_verifies()
    {
        var zip = Path.Combine(_installation.Root, "che.zip");
        await TestPackages.ExportAsync(_installation, [_captures[2]], zip, masked: true);
        var report = await VerifyAsync(zip);
        Assert.Empty(report.Faults);
        Assert.Contains(report.Notes, note => note.Contains("masked", StringComparison.Ordinal));
        await using var archive = await ZipFile.OpenReadAsync(zip);
        Assert.DoesNotContain(archive.Entries, entry => entry.FullName.EndsWith(".wacz", StringComparison.Ordinal));
        using var reader = new StreamReader(await archive.GetEntry(PackageLayout.RecordHtml)!.OpenAsync());
        var record = await reader.ReadToEndAsync();
        Assert.Contains("091* *** 333", record, StringComparison.Ordinal);
        Assert.DoesNotContain("0911 222 333", record, StringComparison.Ordinal);
        Assert.Contains("Bản đã che", record, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", record, StringComparison.Ordinal);
        Assert.True((await _installation.VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Without_a_key_the_package_says_that_it_is_not_sealed()
    {
        var zip = Path.Combine(_installation.Root, "chua-ky.zip");
        var result = await TestPackages.ExportAsync(_installation, [_captures[2]], zip, withKey: false);
        Assert.Null(result.KeyFingerprint);
        Assert.Single(result.Missing);
        var report = await VerifyAsync(zip);
        Assert.True(report.Holds);
        Assert.Contains(report.Notes, note => note.Contains("not sealed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Broken_evidence_is_not_exported()
    {
        var file = Path.Combine(_installation.Archive, _captures[2].Location.File);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[_captures[2].Location.Offset + 60] ^= 0xFF;
        await File.WriteAllBytesAsync(file, bytes);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => TestPackages.ExportAsync(_installation, [_captures[2]], _zip + "2"));
        Assert.Contains(_captures[2].Location.File, exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_zip + "2"));
    }

    private static Task<VerificationReport> VerifyAsync(string path) => new PackageVerifier(new()).RunAsync(path, CancellationToken.None);

    private static long Count(VerificationReport report, string subject) => report.Checked.FirstOrDefault(row => row.Subject == subject)?.Count ?? 0;

    private async Task RelistAsync(string seal)
    {
        var json = CanonicalJson.ReadObject(await File.ReadAllBytesAsync(seal));
        var files = new List<ListedFile>();
        foreach (var file in FileList.FromJson(json["statement"]!["files"])) files.Add(await FileList.OfAsync(_folder, file.Path, default));
        json["statement"]!["files"] = FileList.ToJson(files);
        await File.WriteAllBytesAsync(seal, CanonicalJson.Write(json));
    }

    private bool With(string file, byte[] bytes, Func<VerificationReport, bool> check)
    {
        var original = File.ReadAllBytes(file);
        try
        {
            File.WriteAllBytes(file, bytes);
            return check(VerifyAsync(_folder).GetAwaiter().GetResult());
        }
        finally
        {
            File.WriteAllBytes(file, original);
        }
    }

    /// <summary>The file itself with a range around the byte; seal.json by its signature or as a whole.</summary>
    private static bool Names(string place, string file, int at)
    {
        if (place == file) return file == PackageLayout.Seal;
        if (!place.StartsWith(file + ": bytes ", StringComparison.Ordinal)) return false;
        var range = place[(place.LastIndexOf(' ') + 1)..].Split('-').Select(long.Parse).ToArray();
        return range[0] <= at && at <= range[1];
    }
}
