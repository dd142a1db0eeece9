using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Verification;
using Ecom389.Monitor.Operations;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>evidence verify</c>: exit 1 on any mismatch, named; else says all it checked.</summary>
internal static class EvidenceVerify
{
    public static Command Make(Terminal terminal)
    {
        var path = new Argument<string?>("PATH") { Description = "Gói .zip, .wacz, tệp WARC, thư mục đã giải nén hay thư mục dữ liệu / package, WACZ, WARC, unpacked folder or data folder; thiếu thì là kho ở --data", Arity = ArgumentArity.ZeroOrOne };
        var finding = new Option<Guid?>("--finding") { Description = "Chỉ bằng chứng của nghi vấn này trong kho / only this finding's evidence in the store", HelpName = "ID" };
        var all = new Option<bool>("--all") { Description = "Đọc lại mọi byte của kho / read every byte of the store again" };
        var rate = new Option<int?>("--rate") { Description = "Đọc nhiều nhất bao nhiêu MB mỗi giây / MB a second at most", HelpName = "MB" }.Between(1);
        var resume = new Option<bool>("--resume") { Description = "Làm tiếp lần đọc bị ngắt / go on with a reading that was cut off" };
        var expected = new Option<string[]>("--key") { Description = "Vân tay khoá ký đã biết, như in trên hồ sơ / fingerprint of the signing key as printed", HelpName = "SHA256" };
        var roots = new Option<string?>("--tsa-ca") { Description = "Chứng chỉ gốc của tổ chức cấp dấu thời gian (PEM) / root of the time-stamp authority", HelpName = "F" };
        var drops = new Option<string[]>("--drop") { Description = "Thư mục đã nhận mốc neo / folder that received anchors", HelpName = "DIR" };
        var (data, operations, json, keys) = (SharedOptions.Data(), OperationsOptions.File(), SharedOptions.Json(), EvidenceCommand.Keys());
        var command = new Command("verify", """
            Kiểm chứng một gói, một tệp hay cả kho. Thoát 1 khi có chỗ sai, nêu đúng chỗ.
            Verifies a package, a file or the whole store. Exit 1 on any mismatch, naming it.

            Ví dụ / example:  ecom389 evidence verify ho-so.zip --key 3f2a…
            """) { path, finding, all, rate, resume, expected, roots, drops, data, operations, keys, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            var trust = new TrustOptions
            {
                ExpectedKeys = parsed.GetValue(expected) is { Length: > 0 } fingerprints ? fingerprints.Select(text => text.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal) : null,
                TimeStampRoots = parsed.GetValue(roots) is { } file ? ReadRoots(file) : null,
                Drops = [.. (parsed.GetValue(drops) ?? []).Select(Existing)],
                KeyFolder = Memory(parsed.GetValue(keys) ?? installation.CustodyKeys),
            };
            if (parsed.GetValue(path) is { } named && parsed.GetValue(finding) is null) return await EvidenceCommand.WriteAsync(terminal, await PathVerifier.RunAsync(named, trust, TimeProvider.System, cancellation), parsed.GetValue(json));
            if (!Directory.Exists(installation.Evidence)) throw new InvalidInputException(new InputError(installation.Data, null, "--data", "chưa có bằng chứng ở đây / no evidence here"));
            using var evidence = await EvidenceAccess.OpenAsync(installation, parsed.GetValue(operations)!, TimeProvider.System, cancellation);
            var progressFile = Path.Combine(installation.Custody, "rehash.json");
            if (!parsed.GetValue(resume)) File.Delete(progressFile);
            var rehash = new RehashOptions
            {
                BytesPerSecond = parsed.GetValue(rate) is { } megabytes ? megabytes * 1_000_000L : null,
                ProgressFile = parsed.GetValue(finding) is null ? progressFile : null,
                Progress = terminal.ErrorIsTerminal ? new Told(terminal) : null,
                Only = parsed.GetValue(finding) is { } id ? await OnlyAsync(installation, evidence.Files, id, cancellation) : null,
            };
            var report = await new StoreVerifier(installation.Evidence, evidence.Files, new CustodyFolder(installation.Custody), TimeProvider.System).RunAsync(trust, rehash, cancellation);
            return await EvidenceCommand.WriteAsync(terminal, report, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>The ranges of a finding's captures; chains, seals and anchors are always checked whole.</summary>
    private static async Task<Func<CustodyArtefact, bool>> OnlyAsync(Installation installation, IEvidenceFiles files, Guid finding, CancellationToken cancellation)
    {
        await using var services = MonitorServices.OpenExisting(installation);
        var found = await new FindingReader(services.Store.Listings, services.Queue, installation.Evidence, files).ByFindingAsync(finding, cancellation);
        if (found.Count == 0) throw new InvalidInputException(new InputError(installation.Data, null, "--finding", $"không có nghi vấn / no such finding: {finding}"));
        var places = found.SelectMany(one => one.Captures).Select(capture => capture.Archive).ToList();
        return artefact => places.Exists(place => place.File == artefact.File && place.Offset < artefact.Offset + artefact.Length && artefact.Offset <= place.Offset + place.Length);
    }

    private static string Existing(string folder) => Directory.Exists(folder) ? folder : throw new InvalidInputException(new InputError(folder, null, "--drop", "không có thư mục / no such folder"));

    /// <summary>The key's folder where this process may look into it.</summary>
    private static string? Memory(string folder)
    {
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any() ? folder : null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static X509Certificate2Collection ReadRoots(string file)
    {
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            return roots.Count > 0 ? roots : throw new InvalidInputException(new InputError(file, null, "--tsa-ca", "không có chứng chỉ PEM / no PEM certificate in it"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidInputException(new InputError(file, null, "--tsa-ca", exception.Message));
        }
    }

    private sealed class Told(Terminal terminal) : IProgress<(long Read, long Total)>
    {
        private long _shown;

        public void Report((long Read, long Total) value)
        {
            if (value.Read - _shown < 64 << 20) return;
            _shown = value.Read;
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Read / 1e6:0} / {value.Total / 1e6:0} MB"));
        }
    }
}
