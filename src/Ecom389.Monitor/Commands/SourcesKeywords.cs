using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Pipeline.Keywords;

namespace Ecom389.Monitor.Commands;

/// <summary><c>sources keywords</c>: the keywords a source's search is asked with, and what each is made of.</summary>
internal static class SourcesKeywords
{
    public static Command Make(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "Mã nguồn / source id" };
        var (config, data, json) = (ScanCommand.Config(), SharedOptions.Data(), SharedOptions.Json());
        var date = new Option<string?>("--date") { Description = "Ngày (năm-tháng-ngày); mặc định hôm nay / day", HelpName = "D" };
        var command = new Command("keywords", """
            In từ khoá mà ô tìm kiếm của nguồn được hỏi trong một ngày, kèm tệp và ngày của dữ liệu sinh ra chúng.
            Prints the keywords a source's search is asked with on a day, with file and date of what they are made of.

            Ví dụ / example:  ecom389 sources keywords san-lon --date 2026-11-22
            """) { id, config, data, json, date };
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = SourcesCommand.Find(await CrawlerConfig.LoadAsync(parsed.GetValue(config)!, cancellation), parsed.GetValue(config)!, parsed.GetValue(id)!);
            if (source.Search is not { } search) throw new InvalidInputException(new InputError(parsed.GetValue(config)!, null, "search", $"nguồn không có ô tìm kiếm / the source has no search: {source.Id}"));
            var day = InputFiles.Today();
            if (parsed.GetValue(date) is { } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
                throw new InvalidInputException(new InputError("--date", null, null, $"không phải ngày năm-tháng-ngày / no such day: {text}"));
            foreach (var keyword in new KeywordBook(Installation.Of(parsed, data).Rules).For(search, day))
            {
                await terminal.Output.WriteLineAsync(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(keyword, JsonContract.Compact)
                    : $"{keyword.Text}\t{keyword.File ?? "định nghĩa / definition"}\t{keyword.Updated?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
