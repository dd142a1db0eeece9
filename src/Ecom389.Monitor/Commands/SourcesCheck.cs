using System.CommandLine;
using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Commands;

/// <summary><c>sources check</c>: reads every definition and prints every fault with file and line.</summary>
internal static class SourcesCheck
{
    public static Command Make(Terminal terminal)
    {
        var config = ScanCommand.Config();
        var command = new Command("check", """
            Kiểm tra crawler.json và mọi tệp sources/*.json bên cạnh: in tất cả lỗi kèm tệp, dòng, trường; không tải trang nào.
            Checks crawler.json and every sources/*.json beside it: prints all faults with file, line, field; fetches nothing.

            Ví dụ / example:  ecom389 sources check --config crawler.json
            """) { config };
        command.SetAction(async (parsed, cancellation) =>
        {
            var loaded = await CrawlerConfig.LoadAsync(parsed.GetValue(config)!, cancellation);
            foreach (var source in loaded.Sources) await terminal.Output.WriteLineAsync($"{source.Id}\t{string.Join(' ', source.Kinds())}\t{(source.Enabled ? "" : "tắt / off")}\t{source.Name}");
            foreach (var template in loaded.Templates) await terminal.Output.WriteLineAsync($"{template.Id}\t{string.Join(' ', template.Kinds())}\tmẫu / template\t{template.Name}");
            await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Đúng / sound: {loaded.Sources.Count} nguồn / sources, {loaded.Templates.Count} mẫu / templates"));
            return ExitCodes.Done;
        });
        return command;
    }
}
