using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Commands;

/// <summary><c>inspect</c>: what the text stage and the rules read in a text.</summary>
internal static class InspectCommand
{
    public static Command Make(Terminal terminal)
    {
        var text = new Argument<string?>("TEXT") { Description = "Đoạn văn bản; - đọc từ đầu vào chuẩn / the text; - reads standard input", Arity = ArgumentArity.ZeroOrOne };
        var lines = new Option<string?>("--lines") { Description = "Mỗi dòng của tệp một kết quả JSON / one JSON line for each line of the file; - for standard input", HelpName = "F" };
        var command = new Command("inspect", """
            Cho xem chữ đã chuẩn hoá, giá, số điện thoại, nhãn hiệu, số chứng nhận, tần số và dấu hiệu trong một đoạn văn bản.
            Shows what is read in a text: normalised form, prices, phones, brands, certificates, frequencies, signals. Offsets are UTF-16.

            Ví dụ / example:  ecom389 inspect "AirPods rep 1:1 giá 1tr2, zalo 0900 000 123"
            """) { text, lines };
        command.SetAction(async (parsed, cancellation) =>
        {
            if ((parsed.GetValue(text) is null) == (parsed.GetValue(lines) is null))
            {
                await terminal.Error.WriteLineAsync("Cần TEXT hoặc --lines F, một trong hai / TEXT or --lines F is needed, one of the two");
                return ExitCodes.BadInput;
            }

            var scorer = ScorerFactory.Load(Installation.At("data"));
            if (parsed.GetValue(lines) is { } file)
            {
                using var reader = InputFiles.OpenText(file);
                while (await reader.ReadLineAsync(cancellation) is { } line) await WriteAsync(line, JsonContract.Compact);
                return ExitCodes.Done;
            }

            var given = parsed.GetValue(text)!;
            await WriteAsync(given == "-" ? await Console.In.ReadToEndAsync(cancellation) : given, JsonContract.Indented);
            return ExitCodes.Done;

            async Task WriteAsync(string input, JsonSerializerOptions options)
            {
                var inspected = JsonSerializer.SerializeToNode(TextInspector.Inspect(input), JsonContract.Compact)!.AsObject();
                var signals = scorer.Score(new ListingRecord { Description = input }, InputFiles.Today()).Signals.Where(signal => signal.Kind != "model");
                inspected["signals"] = JsonSerializer.SerializeToNode(signals, JsonContract.Compact);
                await terminal.Output.WriteLineAsync(((JsonNode)inspected).ToJsonString(options));
            }
        });
        return command;
    }
}
