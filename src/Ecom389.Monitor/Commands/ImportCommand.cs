using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Pipeline.Imports;

namespace Ecom389.Monitor.Commands;

/// <summary><c>import</c>: takes in listings that a platform handed over in a file.</summary>
internal static class ImportCommand
{
    private const string Nobody = "system:import";

    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Tệp .csv, .tsv, .jsonl, .xlsx / file" };
        var source = new Option<string>("--source") { Description = "Nguồn của các tin / whose listings", Required = true, HelpName = "ID" };
        var (config, data, json) = (ScanCommand.Config(), SharedOptions.Data(), SharedOptions.Json());
        var user = new Option<string?>("--as") { Description = "Người nhập / who imports", HelpName = "USER" };
        var command = new Command("import", """
            Nhập tin bán do sàn bàn giao: tệp được giữ nguyên làm bằng chứng, từng tin được chấm điểm và xếp hàng như tin thu thập.
            Dòng hỏng được nêu kèm dòng và trường, các dòng khác vẫn vào (mã thoát 3).
            Imports listings a platform handed over: the file is kept as evidence, each listing is scored and queued. Bad rows are named by
            line and field, the others go in (exit code 3).

            Ví dụ / example:  ecom389 import tin-ban.xlsx --source san-lon --as admin
            """) { file, source, config, data, user, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (name, path) = (parsed.GetValue(file)!, parsed.GetValue(config)!);
            var loaded = await CrawlerConfig.LoadAsync(path, cancellation);
            var definition = SourcesCommand.Find(loaded, path, parsed.GetValue(source)!);
            if (new FileInfo(name) is { Exists: true, Length: > ImportReader.MaxBytes }) throw new InvalidInputException(new InputError(name, null, null, "tệp lớn hơn 200 MB / larger than 200 MB"));
            var bytes = InputFiles.ReadBytes(name);
            var installation = Installation.Of(parsed, data);
            var scorer = ScorerFactory.Load(installation);
            await using var services = MonitorServices.Open(installation);
            var (by, unit) = (Nobody, definition.Unit);
            if (parsed.GetValue(user) is { } asked)
            {
                if (await services.Users.FindAsync(asked, cancellation) is not { Enabled: true, Role: not Role.Leader } person)
                {
                    await terminal.Error.WriteLineAsync($"--as: không có người dùng được phép / no user who may: \"{asked}\"");
                    return ExitCodes.BadInput;
                }

                (by, unit) = (person.Name, person.UnitId);
            }

            var report = await new ListingImport(installation, services, scorer, TimeProvider.System).RunAsync(name, bytes, definition, loaded.Contact.Organisation ?? loaded.Contact.UserAgent, cancellation);
            var payload = JsonSerializer.Serialize(new { file = Path.GetFileName(name), report.Sha256, report.Rows, report.Listings, report.Flagged, errors = report.Errors.Count }, JsonContract.Compact);
            await services.Store.Audit.AppendAsync(new AuditEvent(TimeProvider.System.GetUtcNow(), by, "listings.imported", "source:" + definition.Id, payload, unit), cancellation);
            foreach (var error in report.Errors) await terminal.Error.WriteLineAsync(error.ToString());
            await terminal.Output.WriteLineAsync(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { source = definition.Id, report.Rows, report.Listings, report.NewListings, report.Flagged, errors = report.Errors.Count, report.Sha256 }, JsonContract.Compact)
                : string.Create(CultureInfo.InvariantCulture, $"{report.Rows} dòng / rows, {report.Listings} tin / listings ({report.NewListings} mới / new), {report.Flagged} nghi vấn / flagged, {report.Errors.Count} lỗi / errors; SHA-256 {report.Sha256[..12]}…"));
            return report.Errors.Count > 0 ? ExitCodes.Partial : ExitCodes.Done;
        });
        return command;
    }
}
