using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>queue labels</c>: what people decided, as labelled listings for <c>train --data</c> and <c>evaluate --data</c>, with where each label comes from.</summary>
internal static class QueueLabels
{
    private const int PageSize = 500;

    private static readonly ReviewState[] Settled = [ReviewState.Confirmed, ReviewState.Dismissed];

    public static Command Make(Terminal terminal)
    {
        var data = SharedOptions.Data();
        var output = new Option<string>("--out") { Description = "Tệp JSON Lines ghi ra (- = màn hình) / JSON Lines file to write (- = stdout)", Required = true, HelpName = "F" };
        var command = new Command("labels", """
            Xuất các mục đã quyết định thành tin bán có nhãn, dùng cho train --data. Nhãn theo quyết định đang có hiệu lực: khiếu nại được chấp nhận thì nhãn đổi theo.
            Writes decided matters as labelled listings for train --data. A label follows the decision in force: an objection upheld changes it.

            Ví dụ / example:  ecom389 queue labels --out decided.jsonl
            """) { output, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            var to = parsed.GetValue(output)!;
            try
            {
                var (suspicious, clean) = to == "-"
                    ? await WriteAsync(services.Queue, terminal.Output, cancellation)
                    : await WriteFileAsync(services.Queue, to, cancellation);
                await terminal.Error.WriteLineAsync($"{suspicious + clean} nhãn / labels: {suspicious} nghi vấn / suspicious, {clean} bình thường / clean");
                return ExitCodes.Done;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                await terminal.Error.WriteLineAsync("--out: không ghi được / cannot be written: " + exception.Message);
                return ExitCodes.BadInput;
            }
        });
        return command;
    }

    private static async Task<(int Suspicious, int Clean)> WriteFileAsync(IQueueStore queue, string file, CancellationToken cancellation)
    {
        // Beside it first: a run that is cut off leaves the old file whole.
        var part = file + ".part";
        (int, int) counts;
        await using (var writer = new StreamWriter(part, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))) counts = await WriteAsync(queue, writer, cancellation);
        File.Move(part, file, overwrite: true);
        return counts;
    }

    /// <summary>Writes a line a settled matter; what its last settling decision judged is what is labelled.</summary>
    internal static async Task<(int Suspicious, int Clean)> WriteAsync(IQueueStore queue, TextWriter writer, CancellationToken cancellation)
    {
        int suspicious = 0, clean = 0;
        for (var offset = 0; ; offset += PageSize)
        {
            var page = await queue.ListAsync(new QueueFilter { States = Settled, Offset = offset, Limit = PageSize }, cancellation);
            foreach (var entry in page.Entries)
            {
                if ((await queue.DecisionsAsync(entry.Item.Id, cancellation)).LastOrDefault(decision => decision.Kind != DecisionKind.Wait) is not { } decision) continue;
                if (decision.FindingId != entry.Finding.Id) continue;
                await writer.WriteLineAsync(Line(entry, decision));
                if (decision.Kind == DecisionKind.Confirm) suspicious++;
                else clean++;
            }
            if (page.Entries.Count < PageSize) break;
        }
        await writer.FlushAsync(cancellation);
        return (suspicious, clean);
    }

    private static string Line(QueueEntry entry, Decision decision)
    {
        var confirmed = decision.Kind == DecisionKind.Confirm;
        var line = JsonSerializer.SerializeToNode(entry.Snapshot.Content.Record, JsonContract.Compact)!.AsObject();
        // Records of one seller are one writer: never split between training and measuring.
        line["writer"] = "decided:" + (SellerKey.Of(entry.Listing.SourceId, entry.Snapshot.Content.Record.Seller) is { } seller ? ContentHash.Of(seller)[..12] : entry.Listing.SourceId);
        line["label"] = new JsonObject
        {
            ["verdict"] = confirmed ? "suspicious" : "clean",
            ["violations"] = JsonSerializer.SerializeToNode(confirmed ? decision.Codes : [], JsonContract.Compact),
            ["cues"] = JsonSerializer.SerializeToNode(confirmed ? entry.Finding.Result.Signals.Where(signal => signal is { Quote: not null, Weight: > 0 }).Select(signal => signal.Quote!).Distinct(StringComparer.Ordinal).ToArray() : [], JsonContract.Compact),
        };
        line["provenance"] = new JsonObject
        {
            ["item"] = entry.Item.Id.ToString("D"),
            ["decision"] = decision.Id.ToString("D"),
            ["finding"] = decision.FindingId.ToString("D"),
            ["snapshot"] = entry.Snapshot.Id.ToString("D"),
            ["decidedAt"] = decision.DecidedAt.ToString("O"),
            ["decidedBy"] = decision.DecidedBy,
            ["origin"] = entry.Item.Origin == ItemOrigin.Sample ? "sample" : "flagged",
            ["blind"] = entry.Item.IsBlind,
            ["model"] = entry.Finding.Versions.Model,
        };
        return line.ToJsonString(JsonContract.Compact);
    }
}
