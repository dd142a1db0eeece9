using System.CommandLine;
using System.Globalization;
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
            // Written beside and moved at the end: a result that was there is replaced by a whole one or not at all. A device or a
            // shell's pipe is written to as it is; moving a file over it would destroy it.
            var isDevice = target is not null && Path.GetFullPath(target).StartsWith("/dev/", StringComparison.Ordinal);
            var part = isDevice ? target : target is null ? null : target + ".part";
            var bad = 0;
            await using (var owned = part is null ? null : InputFiles.CreateText(part))
            {
                var writer = owned ?? terminal.Output;
                var blanks = 0;
                for (var line = 1; await reader.ReadLineAsync(cancellation) is { } text; line++)
                {
                    // Empty lines at the end are none; one among the records is a bad one, so that results keep their rows.
                    if (string.IsNullOrWhiteSpace(text))
                    {
                        blanks++;
                        continue;
                    }

                    for (; blanks > 0; blanks--) await ReportAsync(writer, line - blanks, "dòng trống / empty line");
                    if (ListingLines.TryRead(text, out var listing, out var error)) await writer.WriteLineAsync(JsonSerializer.Serialize(scorer.Score(listing, asOf), JsonContract.Compact));
                    else await ReportAsync(writer, line, error);
                }
            }

            if (part is not null && !isDevice) File.Move(part, target!, overwrite: true);
            if (bad == 0) return ExitCodes.Done;
            await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{bad} dòng không đọc được / lines could not be read"));
            return ExitCodes.Partial;

            async Task ReportAsync(TextWriter writer, int line, string error)
            {
                bad++;
                await writer.WriteLineAsync(JsonSerializer.Serialize(new { line, error }, JsonContract.Compact));
                await terminal.Error.WriteLineAsync(new InputError(name, line, null, error).ToString());
            }
        });
        return command;
    }
}
