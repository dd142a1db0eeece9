using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>score</c>: judges listing records, one result line an input line, in order.</summary>
internal static class ScoreCommand
{
    public static Command Make(Terminal terminal)
    {
        var file = new Argument<string>("FILE.jsonl") { Description = "Tin bán, mỗi dòng một bản ghi; - đọc từ đầu vào chuẩn / listing records, one a line; - reads standard input" };
        var output = new Option<string?>("--out") { Description = "Ghi kết quả vào tệp / write the results to a file", HelpName = "F" };
        var command = new Command("score", """
            Chấm điểm các tin bán: một dòng kết quả cho một dòng vào, đúng thứ tự. Dòng hỏng cho {"line":N,"error":"…"} và mã thoát 3.
            Scores listing records: one result line an input line, in order. A bad line yields {"line":N,"error":"…"} and exit code 3.

            Ví dụ / example:  ecom389 score tin.jsonl --out ket-qua.jsonl
            """) { file, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var scorer = ScorerFactory.Load(Installation.At("data"));
            var asOf = InputFiles.Today();
            var name = parsed.GetValue(file)!;
            using var reader = InputFiles.OpenText(name);
            var target = parsed.GetValue(output);
            await using var owned = target is null ? null : new StreamWriter(target, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
            var writer = owned ?? terminal.Output;
            var bad = 0;
            for (var line = 1; await reader.ReadLineAsync(cancellation) is { } text; line++)
            {
                if (string.IsNullOrWhiteSpace(text)) continue;
                if (ListingLines.TryRead(text, out var listing, out var error))
                {
                    await writer.WriteLineAsync(JsonSerializer.Serialize(scorer.Score(listing, asOf), JsonContract.Compact));
                    continue;
                }

                bad++;
                await writer.WriteLineAsync(JsonSerializer.Serialize(new { line, error }, JsonContract.Compact));
                await terminal.Error.WriteLineAsync(new InputError(name, line, null, error).ToString());
            }

            if (bad == 0) return ExitCodes.Done;
            await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{bad} dòng không đọc được / lines could not be read"));
            return ExitCodes.Partial;
        });
        return command;
    }
}
