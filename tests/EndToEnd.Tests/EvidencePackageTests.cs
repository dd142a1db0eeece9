using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Evidence.Tests.Anchoring;
using Microsoft.Playwright;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>
/// From a scan to a package in a stranger's hands: exported by the program, verified by the program and by the page inside it,
/// opened from the disk in a real Chromium without network, whole and broken.
/// </summary>
[Collection(DemoCollection.Name)]
public sealed partial class EvidencePackageTests(DemoSession demo)
{
    private static readonly string[] ChromiumArguments =
        ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [Fact]
    public async Task A_flagged_finding_is_exported_verified_and_every_tampering_is_named_by_program_and_page_alike()
    {
        using var folder = new TemporaryFolder();
        var (zip, key) = await ExportAsync(folder, "ho-so.zip");
        var good = await Ecom389.RunAsync(["evidence", "verify", zip, "--key", key, "--json"]);
        Assert.Equal(0, good.Exit);
        Assert.True(JsonDocument.Parse(good.Output).RootElement.GetProperty("holds").GetBoolean());
        Assert.Equal(1, (await Ecom389.RunAsync(["evidence", "verify", zip, "--key", new string('0', 64)])).Exit);

        var open = Path.Combine(folder.Path, "mo-ra");
        await ZipFile.ExtractToDirectoryAsync(zip, open);
        Assert.True(new FileInfo(Path.Combine(open, "ho-so.pdf")).Length > 20_000);
        Assert.Equal("%PDF-", Encoding.ASCII.GetString((await File.ReadAllBytesAsync(Path.Combine(open, "ho-so.pdf")))[..5]));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumLocator.Find(), Args = ChromiumArguments });
        await using var context = await browser.NewContextAsync(new() { Offline = true });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add(message.Text); };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(new Uri(Path.Combine(open, "kiem-chung.html")).AbsoluteUri);

        Assert.Equal("good", await VerdictAsync(page, "#zip", zip));
        Assert.Contains(key, await page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("good", await VerdictAsync(page, "#folder", open));
        await page.Locator("#language").ClickAsync();
        Assert.Contains("Everything matches", await page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);
        await page.Locator("#language").ClickAsync();

        foreach (var tampering in Tamperings(open))
        {
            var restore = tampering.Apply();
            var program = await Ecom389.RunAsync(["evidence", "verify", open]);
            Assert.Equal((tampering.Name, 1), (tampering.Name, program.Exit));
            Assert.Contains(tampering.Named, program.Output, StringComparison.Ordinal);
            Assert.Equal((tampering.Name, "bad"), (tampering.Name, await VerdictAsync(page, "#folder", open)));
            Assert.Contains(tampering.Named, await page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);
            restore();
        }

        // Bytes of the container itself, which no list speaks of.
        var random = new Random(389);
        var whole = await File.ReadAllBytesAsync(zip);
        var broken = Path.Combine(folder.Path, "hong.zip");
        for (var i = 0; i < 12; i++)
        {
            var bytes = whole.ToArray();
            var at = i switch { 0 => 10, 1 => 16, 2 => bytes.Length - 3, 3 => bytes.Length - 60, _ => random.Next(bytes.Length) };
            bytes[at] ^= 0x20;
            await File.WriteAllBytesAsync(broken, bytes);
            Assert.Equal((at, 1), (at, (await Ecom389.RunAsync(["evidence", "verify", broken])).Exit));
            Assert.Equal((at, "bad"), (at, await VerdictAsync(page, "#zip", broken)));
        }

        Assert.Empty(complaints);
        Assert.Equal("good", await VerdictAsync(page, "#folder", open));
    }

    [Fact]
    public async Task A_masked_copy_verifies_too_and_the_originals_in_the_store_stay_whole()
    {
        using var folder = new TemporaryFolder();
        var (zip, _) = await ExportAsync(folder, "che.zip", "--mask-third-parties", "--as", "lan");
        Assert.Equal(0, (await Ecom389.RunAsync(["evidence", "verify", zip])).Exit);
        using var packed = ZipFile.OpenRead(zip);
        Assert.DoesNotContain(packed.Entries, entry => entry.FullName.EndsWith(".wacz", StringComparison.Ordinal) || entry.FullName.EndsWith(".png", StringComparison.Ordinal));
        Assert.Contains(packed.Entries, entry => entry.FullName.StartsWith("masked/", StringComparison.Ordinal));
        var store = await Ecom389.RunAsync(["evidence", "verify", "--data", demo.Data]);
        Assert.Equal((0, ""), (store.Exit, string.Concat(store.Lines.Where(line => line.Contains("BROKEN", StringComparison.Ordinal)))));
    }

    [Fact]
    public async Task Evidence_read_on_the_site_stands_in_the_chain_of_custody_under_a_pseudonym()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumLocator.Find(), Args = ChromiumArguments });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.Address + "/dang-nhap");
        await page.FillAsync("#ten", "minh");
        await page.FillAsync("#mat-khau", demo.Password);
        await page.ClickAsync("button.primary");
        var items = await Ecom389.RunAsync(["queue", "list", "--state", "new", "--limit", "1", "--data", demo.Data, "--json"]);
        var item = JsonDocument.Parse(items.Lines[0]).RootElement.GetProperty("item").GetString();
        await page.GotoAsync($"{demo.Address}/muc/{item}");
        await page.Locator("a[href^='/ban-thu/']").First.ClickAsync();
        await page.Locator("pre.source").WaitForAsync();

        var chains = Directory.GetFiles(Path.Combine(demo.Data, "custody", "chains"), "*-site-*.jsonl");
        var line = (await File.ReadAllLinesAsync(Assert.Single(chains)))[^1];
        var read = JsonDocument.Parse(line).RootElement.GetProperty("event");
        Assert.Equal("read", read.GetProperty("what").GetString());
        Assert.StartsWith("person:", read.GetProperty("who").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("minh", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_finding_of_the_store_is_verified_and_a_byte_flipped_in_its_capture_is_named()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "kho");
        CopyFolder(demo.Data, data, except: "ecom389.db");
        var (zip, _) = await ExportAsync(folder, "mot.zip");
        using var packed = ZipFile.OpenRead(zip);
        var entry = packed.Entries.First(one => one.FullName.StartsWith("manifests/", StringComparison.Ordinal));
        using var manifest = await JsonDocument.ParseAsync(await entry.OpenAsync());
        var artefact = manifest.RootElement.GetProperty("artefacts")[0];
        var file = Path.Combine(data, "evidence", artefact.GetProperty("file").GetString()!);
        var at = artefact.GetProperty("offset").GetInt64() + (artefact.GetProperty("length").GetInt64() / 2);
        Assert.Equal(0, (await Ecom389.RunAsync(["evidence", "verify", data])).Exit);
        Flip(file, at);
        var verified = await Ecom389.RunAsync(["evidence", "verify", data]);
        Assert.Equal(1, verified.Exit);
        var named = Range().Match(verified.Output);
        Assert.InRange(at, long.Parse(named.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), long.Parse(named.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));

        var finding = Path.GetFileNameWithoutExtension(entry.Name);
        var one = await Ecom389.RunAsync(["evidence", "verify", "--finding", finding, "--data", demo.Data]);
        Assert.Equal(0, one.Exit);
        Assert.Contains("artefacts", one.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anchors_leave_the_store_and_what_cannot_be_reached_stays_queued()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "kho");
        CopyFolder(demo.Data, data, except: "ecom389.db");
        var drop = Path.Combine(folder.Path, "ngoai-kho");
        var anchored = await Ecom389.RunAsync(["evidence", "anchor", "--data", data, "--drop", drop, "--tsa", "http://127.0.0.1:9/tsr"]);
        Assert.Equal(3, anchored.Exit);
        Assert.Contains("still queued", anchored.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(drop));
        Assert.Equal(0, (await Ecom389.RunAsync(["evidence", "verify", "--all", "--data", data, "--drop", drop])).Exit);
    }

    [Fact]
    public async Task A_time_stamp_is_shown_by_the_page_in_the_package_and_a_wrong_one_is_named()
    {
        using var folder = new TemporaryFolder();
        using var authority = OpenSslAuthority.Start(Path.Combine(folder.Path, "tsa"), "rsa:2048");
        var anchored = await Ecom389.RunAsync(["evidence", "anchor", "--data", demo.Data, "--tsa", authority.Address.AbsoluteUri]);
        Assert.Equal((0, ""), (anchored.Exit, anchored.Error));
        var (zip, _) = await ExportAsync(folder, "dau.zip");
        var verified = await Ecom389.RunAsync(["evidence", "verify", zip, "--tsa-ca", authority.Root]);
        Assert.Equal(0, verified.Exit);
        Assert.Contains("time-stamps", verified.Output, StringComparison.Ordinal);

        var open = Path.Combine(folder.Path, "mo-ra");
        await ZipFile.ExtractToDirectoryAsync(zip, open);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = ChromiumLocator.Find(), Args = ChromiumArguments });
        await using var context = await browser.NewContextAsync(new() { Offline = true });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(Path.Combine(open, "kiem-chung.html")).AbsoluteUri);
        Assert.Equal("good", await VerdictAsync(page, "#folder", open));
        Assert.Contains("To chuc cap dau thu nghiem", await page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);

        // Every byte that the authority signed counts: the time, the digest, the attributes.
        var token = Directory.GetFiles(Path.Combine(open, "custody", "anchors"), "*.tst").First();
        var whole = await File.ReadAllBytesAsync(token);
        foreach (var at in new[] { whole.AsSpan().IndexOf("20"u8) + 3, whole.Length / 2, whole.Length - 20 })
        {
            var restore = Change(token, bytes => bytes[at] ^= 1);
            Assert.Equal("bad", await VerdictAsync(page, "#folder", open));
            Assert.Contains(Path.GetFileName(token), await page.Locator("#result").InnerTextAsync(), StringComparison.Ordinal);
            Assert.Equal(1, (await Ecom389.RunAsync(["evidence", "verify", open])).Exit);
            restore();
        }
    }

    private async Task<(string Zip, string Key)> ExportAsync(TemporaryFolder folder, string name, params string[] more)
    {
        var items = await Ecom389.RunAsync(["queue", "list", "--limit", "1", "--data", demo.Data, "--json"]);
        var item = JsonDocument.Parse(items.Lines[0]).RootElement.GetProperty("item").GetString()!;
        var zip = Path.Combine(folder.Path, name);
        var exported = await Ecom389.RunAsync(["evidence", "export", "--item", item, "--out", zip, "--data", demo.Data, .. more]);
        Assert.Equal((0, ""), (exported.Exit, exported.Error));
        return (zip, Fingerprint().Match(exported.Output).Groups[1].Value);
    }

    private static async Task<string?> VerdictAsync(IPage page, string input, string path)
    {
        await page.EvaluateAsync("() => { const box = document.getElementById('result'); delete box.dataset.verdict; for (const input of document.querySelectorAll('input')) input.value = ''; }");
        await page.SetInputFilesAsync(input, path);
        await page.WaitForFunctionAsync("() => document.getElementById('result').dataset.verdict");
        return await page.Locator("#result").GetAttributeAsync("data-verdict");
    }

    private sealed record Tampering(string Name, string Named, Func<Action> Apply);

    /// <summary>What a stranger with the unpacked files can do, and what both verifiers must then name.</summary>
    private static IEnumerable<Tampering> Tamperings(string open)
    {
        var chain = Directory.GetFiles(Path.Combine(open, "custody", "chains"), "*-scan-*.jsonl").Single();
        var writer = Path.GetFileNameWithoutExtension(chain);
        var manifest = Directory.GetFiles(Path.Combine(open, "manifests")).First();
        var anchor = Directory.GetFiles(Path.Combine(open, "custody", "anchors"), "*.json").First();
        yield return new("flip in the captures", "ban-thu.wacz: bytes ", () => Change(Path.Combine(open, "ban-thu.wacz"), bytes => bytes[bytes.Length / 2] ^= 1));
        yield return new("flip in the PDF", "ho-so.pdf: bytes ", () => Change(Path.Combine(open, "ho-so.pdf"), bytes => bytes[^100] ^= 1));
        yield return new("flip in the manifest", Path.GetFileName(manifest), () => Change(manifest, bytes => bytes[30] ^= 1));
        yield return new("flip in the seal", "seal.json", () => Change(Path.Combine(open, "seal.json"), bytes => bytes[^40] ^= 1));
        yield return new("flip in the anchor", Path.GetFileName(anchor), () => Change(anchor, bytes => bytes[25] ^= 1));
        yield return new("line dropped", writer + " #", () => Lines(chain, lines => lines.RemoveAt(1)));
        yield return new("lines swapped", writer + " #", () => Lines(chain, lines => (lines[0], lines[1]) = (lines[1], lines[0])));
        yield return new("line repeated", writer + " #", () => Lines(chain, lines => lines.Insert(1, lines[0])));
        yield return new("line re-timed", writer + " #", () => Lines(chain, lines => lines[0] = AtValue().Replace(lines[0], "\"at\":9", 1)));
        yield return new("file taken away", "ban-thu.wacz", () => Remove(Path.Combine(open, "ban-thu.wacz")));
        yield return new("file added", "la.txt", () => Add(Path.Combine(open, "la.txt")));
    }

    private static Action Change(string file, Action<byte[]> change)
    {
        var before = File.ReadAllBytes(file);
        var bytes = before.ToArray();
        change(bytes);
        File.WriteAllBytes(file, bytes);
        return () => File.WriteAllBytes(file, before);
    }

    private static Action Lines(string file, Action<List<string>> change)
    {
        var before = File.ReadAllBytes(file);
        var lines = File.ReadAllLines(file).ToList();
        change(lines);
        File.WriteAllText(file, string.Concat(lines.Select(line => line + "\n")));
        return () => File.WriteAllBytes(file, before);
    }

    private static Action Remove(string file)
    {
        var before = File.ReadAllBytes(file);
        File.Delete(file);
        return () => File.WriteAllBytes(file, before);
    }

    private static Action Add(string file)
    {
        File.WriteAllText(file, "x");
        return () => File.Delete(file);
    }

    private static void Flip(string file, long at)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ 4));
    }

    private static void CopyFolder(string from, string to, string except)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file).StartsWith(except, StringComparison.Ordinal)) continue;
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [GeneratedRegex("signing key: ([0-9a-f]{64})")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@": bytes (\d+)-(\d+)")]
    private static partial Regex Range();

    [GeneratedRegex("\"at\":1")]
    private static partial Regex AtValue();
}
