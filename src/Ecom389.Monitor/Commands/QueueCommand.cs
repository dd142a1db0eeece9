using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Review;
using Spectre.Console;

namespace Ecom389.Monitor.Commands;

/// <summary><c>queue list / show / decide / labels</c>: the queue without the site, through the same service.</summary>
internal static class QueueCommand
{
    public static Command Make(Terminal terminal) => new("queue", """
        Hàng đợi xử lý: xem, mở và quyết định các mục nghi vấn.
        The review queue: list, show and decide matters.

        Ví dụ / example:  ecom389 queue list --violation counterfeit
        """)
    {
        List(terminal),
        Show(terminal),
        Decide(terminal),
        QueueLabels.Make(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var state = new Option<ReviewState[]>("--state") { Description = "Trạng thái / states (new, leased, waiting, confirmed, dismissed)", DefaultValueFactory = _ => [ReviewState.New, ReviewState.Leased, ReviewState.Waiting], AllowMultipleArgumentsPerToken = true }.Named<ReviewState[], ReviewState>();
        var violation = new Option<string?>("--violation") { Description = "Mã loại vi phạm / violation code", HelpName = "CODE" };
        var source = new Option<string?>("--source") { Description = "Nguồn / source id", HelpName = "ID" };
        var text = new Option<string?>("--text") { Description = "Chữ trong tin, có dấu hay không / words in the listing", HelpName = "WORDS" };
        var limit = new Option<int>("--limit") { Description = "Số dòng / rows, 1-500", DefaultValueFactory = _ => 50 }.Between(1, 500);
        var command = new Command("list", """
            Liệt kê mục chờ xử lý, ưu tiên cao trước.
            Lists matters, highest priority first.

            Ví dụ / example:  ecom389 queue list --state new --limit 20 --json
            """) { data, json, state, violation, source, text, limit };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            if (parsed.GetValue(violation) is { } code && ViolationCodes.Read(installation.Rules) is var known && !known.Contains(code))
            {
                await terminal.Error.WriteLineAsync($"--violation: không có loại / no such code \"{code}\": {string.Join(", ", known)}");
                return ExitCodes.BadInput;
            }

            await using var services = MonitorServices.OpenExisting(installation);
            var page = await services.Queue.ListAsync(new QueueFilter
            {
                States = parsed.GetValue(state),
                Violation = parsed.GetValue(violation),
                SourceId = parsed.GetValue(source),
                Text = parsed.GetValue(text),
                Limit = parsed.GetValue(limit),
            }, cancellation);
            if (parsed.GetValue(json))
            {
                foreach (var entry in page.Entries) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(QueueRow.Of(entry), JsonContract.Compact));
                return ExitCodes.Done;
            }

            if (!terminal.OutputIsTerminal)
            {
                foreach (var row in page.Entries.Select(QueueRow.Of)) await terminal.Output.WriteLineAsync(string.Join('\t', row.Cells().Select(OneLine)));
                await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{page.Entries.Count} / {page.Total}"));
                return ExitCodes.Done;
            }

            var table = new Table { Border = TableBorder.Rounded };
            table.AddColumn("Mục / item", column => column.NoWrap());
            table.AddColumns("Ưu tiên", "Nghi vấn", "Nguồn", "Tin bán", "Giá", "Trạng thái");
            foreach (var row in page.Entries.Select(QueueRow.Of)) table.AddRow([.. row.Cells().Select(cell => Markup.Escape(Shorten(cell, 60)))]);

            terminal.Data.Write(table);
            await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{page.Entries.Count} / {page.Total}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var id = ItemArgument();
        var command = new Command("show", """
            Cho xem một mục: tin bán, dấu hiệu với lời người bán, các quyết định.
            Shows one matter: the listing, its signals with the seller's words, its decisions.

            Ví dụ / example:  ecom389 queue show 0199…
            """) { id, data, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var services = MonitorServices.OpenExisting(Installation.Of(parsed, data));
            var entry = await services.Queue.FindAsync(parsed.GetValue(id), cancellation);
            if (entry is null) return await NotFoundAsync(terminal, parsed.GetValue(id));
            var details = new QueueDetails(QueueRow.Of(entry), entry.Snapshot.Content.Record, entry.Item.HidesJudgement ? new ScoreResult(entry.Finding.Result.Id, 0, false, 0, [], []) : entry.Finding.Result, entry.Finding.Versions, await services.Queue.DecisionsAsync(entry.Item.Id, cancellation));
            if (parsed.GetValue(json))
            {
                await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(details, JsonContract.Indented));
                return ExitCodes.Done;
            }

            await WriteAsync(terminal, details);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Decide(Terminal terminal)
    {
        var data = SharedOptions.Data();
        var id = ItemArgument();
        var kind = new Argument<DecisionKind>("DECISION") { Description = "confirm | dismiss | wait" }.Named();
        var codes = new Option<string[]>("--code") { Description = "Mã loại vi phạm được xác nhận / violation codes confirmed", HelpName = "CODE", AllowMultipleArgumentsPerToken = true };
        var reason = new Option<string>("--reason") { Description = "Lý do, bắt buộc / the reason, compulsory", Required = true, HelpName = "TEXT" };
        var until = new Option<DateOnly?>("--until") { Description = "Với wait: chờ đến ngày / for wait: the date", HelpName = "YYYY-MM-DD" };
        var user = SharedOptions.As();
        var command = new Command("decide", """
            Quyết định một mục, như trên trang: xác nhận nghi vấn, bỏ qua, hoặc chờ. Bỏ qua mục ưu tiên cao cần người thứ hai.
            Decides a matter, as the site does: confirm, dismiss or wait. Dismissing a high priority needs a second person.

            Ví dụ / example:  ecom389 queue decide 0199… confirm --code counterfeit --reason "Tự nhận rep 1:1" --as lan
            """) { id, kind, codes, reason, until, user, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            await using var services = MonitorServices.OpenExisting(installation);
            var name = parsed.GetValue(user)!;
            if (await services.Users.FindAsync(name, cancellation) is not { Enabled: true } person)
            {
                await terminal.Error.WriteLineAsync($"--as: không có người dùng đang hoạt động / no active user \"{name}\"");
                return ExitCodes.BadInput;
            }

            var actor = Actor.Of(person);
            var itemId = parsed.GetValue(id);
            if (await services.Review.PeekAsync(itemId, actor, cancellation) is null) return await NotFoundAsync(terminal, itemId);
            var result = await services.Review.DecideAsync(new(itemId, parsed.GetValue(kind), parsed.GetValue(codes), parsed.GetValue(reason)!, parsed.GetValue(until)), actor, cancellation);
            var (sentence, exit) = Describe(result, installation);
            await (exit == ExitCodes.Done ? terminal.Output : terminal.Error).WriteLineAsync(sentence);
            return exit;
        });
        return command;
    }

    private static (string Sentence, int Exit) Describe(DecideResult result, Installation installation) => result switch
    {
        DecideResult.Decided decided => ($"{decided.Item.Id}: {decided.Item.State}", ExitCodes.Done),
        DecideResult.NeedsApproval approval => ($"Chờ người thứ hai phê duyệt / waits for a second person: {approval.ApprovalId}", ExitCodes.Done),
        DecideResult.LeasedBy holder => ($"Đang được {holder.Name} xử lý đến / held until {holder.Until.ToDisplayTime():HH:mm}", ExitCodes.Failed),
        DecideResult.Changed => ("Mục đã thay đổi, hãy xem lại / the matter has changed, look again", ExitCodes.Failed),
        DecideResult.Invalid invalid => ("Thiếu hoặc sai / missing or wrong: " + string.Join(", ", invalid.Faults.Select(fault => FaultText(fault, installation))), ExitCodes.BadInput),
        _ => ("Không được phép / not allowed", ExitCodes.Failed),
    };

    private static string FaultText(DecisionFault fault, Installation installation) => fault switch
    {
        DecisionFault.ReasonMissing => "--reason (trống / blank)",
        DecisionFault.ReasonTooLong => "--reason (quá dài / too long)",
        DecisionFault.CodesMissing => "--code (cần ít nhất một / at least one)",
        DecisionFault.CodeUnknown => $"--code (không có trong bộ quy tắc / unknown; known: {string.Join(", ", ViolationCodes.Read(installation.Rules))})",
        DecisionFault.WaitDateMissing => "--until",
        _ => "--until (phải sau hôm nay / must be after today)",
    };

    private static Argument<Guid> ItemArgument() => new("ITEM") { Description = "Mã mục / item id" };

    private static async Task<int> NotFoundAsync(Terminal terminal, Guid id)
    {
        await terminal.Error.WriteLineAsync($"Không có mục / no such item: {id}");
        return ExitCodes.Failed;
    }

    private static async Task WriteAsync(Terminal terminal, QueueDetails details)
    {
        var output = terminal.Output;
        await output.WriteLineAsync($"{details.Row.Item}  {details.Row.State}  ưu tiên {details.Row.Priority:0.00}  {string.Join(", ", details.Row.Codes)}");
        await output.WriteLineAsync(details.Row.Url);
        if (details.Listing.Title.Length > 0) await output.WriteLineAsync(details.Listing.Title);
        await output.WriteLineAsync(details.Listing.Description);
        await output.WriteLineAsync(details.Listing.PriceText);
        foreach (var signal in details.Result.Signals)
        {
            var where = signal.Quote is null ? "" : $" «{signal.Quote}» ({signal.Field} {signal.Start}-{signal.End})";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{signal.Weight:+0.00;-0.00} {signal.Id}{where} {signal.Message}"));
        }

        foreach (var decision in details.Decisions)
            await output.WriteLineAsync($"{decision.DecidedAt.ToDisplayTime():yyyy-MM-dd HH:mm} {decision.DecidedBy}: {decision.Kind} {string.Join(", ", decision.Codes)} – {decision.Reason}");
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Shorten(string text, int length)
    {
        var line = OneLine(text);
        return line.Length <= length ? line : line[..length] + "…";
    }
}

/// <summary>One row of <c>queue list --json</c>; of what is read blind neither score nor codes are told (0, none).</summary>
internal sealed record QueueRow(Guid Item, ReviewState State, double Priority, double Score, IReadOnlyList<string> Codes, string Source, string Url, string Heading, string PriceText, string? Seller, string? LeasedBy, DateTimeOffset OpenedAt, bool Blind)
{
    /// <summary>A post has no title: its first words stand in.</summary>
    public static QueueRow Of(QueueEntry entry)
    {
        var record = entry.Snapshot.Content.Record;
        var blind = entry.Item.HidesJudgement;
        return new(entry.Item.Id, entry.Item.State, blind ? 0 : entry.Item.Priority, blind ? 0 : entry.Finding.Result.Score, blind ? [] : entry.Item.Codes, entry.Listing.SourceId, entry.Listing.Url,
            record.Title.Length > 0 ? record.Title : record.Description, record.PriceText, record.Seller.Name, entry.Item.LeasedBy, entry.Item.OpenedAt, blind);
    }

    /// <summary>The columns for people: item, priority, codes, source, words, price, state.</summary>
    public string[] Cells() => [Item.ToString("D"), Blind ? "?" : Priority.ToString("0.00", CultureInfo.InvariantCulture), string.Join(", ", Codes), Source, Heading, PriceText, State.ToString()];
}

/// <summary><c>queue show --json</c>.</summary>
internal sealed record QueueDetails(QueueRow Row, ListingRecord Listing, ScoreResult Result, ScorerVersions Versions, IReadOnlyList<Decision> Decisions);
