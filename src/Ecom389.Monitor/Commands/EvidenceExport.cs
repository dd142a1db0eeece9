using System.CommandLine;
using System.Reflection;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Files;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Operations;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>evidence export</c>: the package of a finding or a matter, with the verifier inside.</summary>
internal static class EvidenceExport
{
    public static Command Make(Terminal terminal)
    {
        var finding = new Option<Guid?>("--finding") { Description = "Nghi vấn / a finding", HelpName = "ID" };
        var item = new Option<Guid?>("--item") { Description = "Mục xử lý với mọi nghi vấn của nó / a matter with all its findings", HelpName = "ID" };
        var output = new Option<string>("--out") { Description = "Tệp .zip / the ZIP to write", Required = true, HelpName = "F.zip" };
        var mask = new Option<bool>("--mask-third-parties") { Description = "Che dữ liệu cá nhân của bên thứ ba / star third parties' personal data" };
        var who = new Option<string?>("--as") { Description = "Ai xuất (tên đăng nhập) / who exports (user name)", HelpName = "USER" };
        var (data, keys, config, operations) = (SharedOptions.Data(), EvidenceCommand.Keys(), ScanCommand.Config(), OperationsOptions.File());
        var command = new Command("export", """
            Xuất hồ sơ bằng chứng: bản thu, bảng kê, bản in, chuỗi lưu giữ, và trang tự kiểm chứng bên trong.
            Exports the evidence package: captures, manifest, printable record, custody, and a verifier inside.

            Ví dụ / example:  ecom389 evidence export --item 0199… --out ho-so.zip --as lan
            """) { finding, item, output, mask, who, data, keys, config, operations };
        command.Validators.Add(result =>
        {
            if (result.GetResult(finding) is null == result.GetResult(item) is null) result.AddError("--finding | --item: cần đúng một / exactly one is needed");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            await using var services = MonitorServices.OpenExisting(installation);
            var actor = await ActorAsync(services, parsed.GetValue(who), cancellation);
            using var evidence = await EvidenceAccess.OpenAsync(installation, parsed.GetValue(operations)!, TimeProvider.System, cancellation);
            var reader = new FindingReader(services.Store.Listings, services.Queue, installation.Evidence, evidence.Files);
            var (subject, findings) = parsed.GetValue(finding) is { } id
                ? ($"finding:{id:D}", await reader.ByFindingAsync(id, cancellation))
                : ($"item:{parsed.GetValue(item):D}", await reader.ByItemAsync(parsed.GetValue(item)!.Value, cancellation));
            if (findings.Count == 0) throw new InvalidInputException(new InputError(installation.Data, null, parsed.GetValue(finding) is null ? "--item" : "--finding", "không có trong kho / not in the store: " + subject));

            var keyFolder = parsed.GetValue(keys) ?? installation.CustodyKeys;
            MakeFirstKey(installation, keyFolder);
            var target = parsed.GetValue(output)!;
            var request = new PackageRequest(subject, findings, new Pseudonyms(installation.CustodySalts).Of(actor), parsed.GetValue(mask));
            try
            {
                var result = await new PackageWriter(await ToolsAsync(installation, evidence.Files, keyFolder, parsed.GetValue(config)!, cancellation)).WriteAsync(request, target, cancellation);
                await services.Store.Audit.AppendAsync(new(TimeProvider.System.GetUtcNow(), actor, "evidence.exported", subject, $$"""{"contents":"{{result.ContentsSha256}}","masked":{{(request.MaskThirdParties ? "true" : "false")}}}"""), cancellation);
                await terminal.Output.WriteLineAsync($"{result.File}\nvân tay khoá ký / signing key: {result.KeyFingerprint ?? "—"}\nmã băm bảng kê / hash of the list: {result.ContentsSha256}");
                foreach (var sentence in result.Missing) await terminal.Error.WriteLineAsync(sentence);
                return result.Missing.Count == 0 ? ExitCodes.Done : ExitCodes.Partial;
            }
            catch (InvalidDataException broken)
            {
                await terminal.Error.WriteLineAsync("Bằng chứng hỏng, không xuất / the evidence is broken and is not exported: " + broken.Message);
                return ExitCodes.Failed;
            }
        });
        return command;
    }

    /// <summary>On a fresh machine the first export makes the key. Where somebody seals already, the key is his and none is made beside it.</summary>
    private static void MakeFirstKey(Installation installation, string keyFolder)
    {
        var custody = new CustodyFolder(installation.Custody);
        if (!Directory.Exists(custody.PublicKeys)) SigningKey.OpenOrCreate(keyFolder, TimeProvider.System).Dispose();
    }

    /// <summary>A user of the store; without <c>--as</c> whoever is signed in to the machine.</summary>
    private static async Task<string> ActorAsync(MonitorServices services, string? name, CancellationToken cancellation)
    {
        if (name is null) return "os:" + Environment.UserName;
        return await services.Users.FindAsync(name, cancellation) is { Enabled: true }
            ? name
            : throw new InvalidInputException(new InputError("--as", null, null, $"không có người dùng / no such user: {name}"));
    }

    private static async Task<PackageTools> ToolsAsync(Installation installation, IEvidenceFiles files, string keyFolder, string config, CancellationToken cancellation) => new()
    {
        Archive = installation.Evidence,
        Files = files,
        Custody = new CustodyFolder(installation.Custody),
        Time = TimeProvider.System,
        KeyFolder = keyFolder,
        Printer = new ChromiumPrinter(),
        Mask = new ThirdPartyMask(),
        Organisation = File.Exists(config) && (await CrawlerConfig.LoadAsync(config, cancellation)).Contact.Organisation is { Length: > 0 } organisation ? organisation : "Ecom389",
        Software = "Ecom389 Monitor " + typeof(EvidenceExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        ViolationNames = RulePackLoader.Load(installation.Rules).Violations.ToDictionary(kind => kind.Code, kind => kind.TitleVi, StringComparer.Ordinal),
    };
}
