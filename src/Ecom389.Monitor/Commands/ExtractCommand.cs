using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Commands;

/// <summary><c>extract</c>: reads a saved page into listing records.</summary>
internal static class ExtractCommand
{
    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("FILE.html") { Description = "Trang đã lưu; - đọc từ đầu vào chuẩn / a saved page; - reads standard input" };
        var url = new Option<string>("--url") { Description = "Địa chỉ của trang / the page's URL", Required = true, HelpName = "URL" };
        var source = new Option<string?>("--source") { Description = "Đọc bằng định nghĩa của nguồn / use this source's definition", HelpName = "ID" };
        var config = ScanCommand.Config();
        var at = new Option<DateTimeOffset?>("--at") { Description = "Lúc thu, cho ngày tương đối / capture time, for relative dates", HelpName = "ISO-8601" };
        var command = new Command("extract", """
            Đọc tin bán trên một trang đã lưu: loại trang, từng trường và nơi lấy trường đó.
            Reads the listings of a saved page: kind of page, fields and where each came from.

            Ví dụ / example:  ecom389 extract trang.html --url https://shop.example/san-pham/1
            """) { file, url, source, config, at };
        command.SetAction(async (parsed, cancellation) =>
        {
            var address = parsed.GetValue(url)!;
            if (!Uri.TryCreate(address, UriKind.Absolute, out var absolute) || absolute.Scheme is not ("http" or "https"))
            {
                await terminal.Error.WriteLineAsync("--url: cần địa chỉ http(s) đầy đủ / an absolute http(s) URL is needed");
                return ExitCodes.BadInput;
            }

            var definition = parsed.GetValue(source) is { } id ? await FindAsync(parsed.GetValue(config)!, id, cancellation) : null;
            var body = InputFiles.ReadBytes(parsed.GetValue(file)!);
            var page = new PageExtractor(new() { OnFailure = failure => terminal.Error.WriteLine($"{failure.Url}: {failure.Reason}") }).Extract(new Capture
            {
                Id = Guid.Empty,
                SourceId = definition?.Id ?? "",
                RequestUrl = address,
                Url = address,
                CapturedAt = parsed.GetValue(at) ?? TimeProvider.System.GetUtcNow(),
                Mode = RenderMode.Http,
                Status = 200,
                Body = body,
                BodySha256 = ContentHash.Of(body),
            }, definition);
            await terminal.Output.WriteLineAsync(ExtractResult.ToJson(page).ToJsonString(JsonContract.Compact));
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<SourceDefinition> FindAsync(string config, string id, CancellationToken cancellation) =>
        (await CrawlerConfig.LoadAsync(config, cancellation)).Sources.FirstOrDefault(source => source.Id == id)
        ?? throw new InvalidInputException(new InputError(config, null, "--source", string.Create(CultureInfo.InvariantCulture, $"không có nguồn / no such source: {id}")));
}
