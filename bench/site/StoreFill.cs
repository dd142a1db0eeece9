using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Bench.Site;

/// <summary>
/// Fills a store with listings and items as nights would have, but in one go: the rows intake writes, without a durable commit a
/// page. The schema is the product's own (the store is opened first); what is written is checked by the site that then serves it.
/// </summary>
internal static class StoreFill
{
    public const int Sources = 20;

    private const int InOneCommit = 20_000;
    private const int ListingsOfACapture = 50;

    private static readonly string[] Words = "loa tai nghe bộ phát wifi sim điện thoại pin sạc camera máy tính bảng cũ mới còn bảo hành hộp đủ phụ kiện giao hàng nhanh kiểm tra khi nhận giá tốt cửa hàng quận bình thạnh kích sóng rep nội địa nhật cáp router mesh bàn phím chuột màn hình đồng hồ thông minh flycam bộ đàm".Split(' ');
    private static readonly string[] Codes = ["counterfeit", "smuggled", "uncertified", "sim-abuse", "prohibited-device"];
    private static readonly string[] Places = ["Hà Nội", "TP. Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Nghệ An", "Đồng Nai"];

    public static string SourceId(int number) => string.Create(CultureInfo.InvariantCulture, $"nguon-{number}");

    /// <param name="path">The database file; must not exist.</param>
    /// <param name="listings">How many.</param>
    /// <param name="items">How many of them are flagged; nine in ten are new, the rest decided.</param>
    public static async Task RunAsync(string path, int listings, int items, DateTimeOffset now)
    {
        await using (SqliteStore.Open(path, new ReviewPolicy(), TimeProvider.System))
        {
        }

        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        // Nothing here must survive a crash: a fill that broke off is begun again. Pages stay in memory, the words are merged once at the end.
        Script(connection, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -1500000; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;");
        Script(connection, "INSERT INTO listing_words (listing_words, rank) VALUES ('hashsize', 67108864);");
        var later = BuiltAtTheEnd(connection);
        foreach (var (name, _) in later) Script(connection, $"DROP INDEX {name};");
        var rows = new Rows(connection);
        Script(connection, "BEGIN");
        rows.Frame(now);
        var every = Math.Max(1, listings / Math.Max(1, items));
        for (var number = 1; number <= listings; number++)
        {
            rows.Listing(number, number % every == 0 && number / every <= items, now);
            if (number % InOneCommit != 0) continue;
            Script(connection, "COMMIT; BEGIN;");
        }

        rows.End(listings);
        Script(connection, "COMMIT;");
        foreach (var (_, sql) in later) Script(connection, sql);
        Script(connection, "INSERT INTO listing_words (listing_words, rank) VALUES ('hashsize', 1048576); PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL; ANALYZE;");
    }

    /// <summary>The indexes that are no constraint: sorting a million rows once is quicker than keeping them in order.</summary>
    private static List<(string Name, string Sql)> BuiltAtTheEnd(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'";
        using var reader = command.ExecuteReader();
        var indexes = new List<(string, string)>();
        while (reader.Read()) indexes.Add((reader.GetString(0), reader.GetString(1)));
        return indexes;
    }

    private static void Script(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // statements of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed class Rows(SqliteConnection connection)
    {
        private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
        private long _item;
        private long _decision;

        public void Frame(DateTimeOffset now)
        {
            for (var i = 0; i < Sources; i++)
                Run("INSERT INTO sources VALUES (?, ?, 'marketplace', 'bo', NULL, ?, NULL, 'd1', ?, ?)", SourceId(i), $"Nguồn số {i}", now.ToMicroseconds(), now.ToMicroseconds(), now.ToMicroseconds());
            Run("INSERT INTO scorer_versions VALUES (1, 'f', 'm', 'p', 'r')");
            for (var i = 0; i < Sources; i++)
                Run("INSERT INTO runs VALUES (?, ?, ?, ?, ?, '{}')", i + 1, Id(now.AddHours(-8)), SourceId(i), now.AddHours(-8).ToMicroseconds(), now.AddHours(-2).ToMicroseconds());
        }

        public void Listing(int number, bool flagged, DateTimeOffset now)
        {
#pragma warning disable CA5394 // words to fill pages with, no secret
            var random = new Random(number);
            var text = string.Join(' ', Enumerable.Range(0, 160).Select(_ => Words[random.Next(Words.Length)]));
            var priority = flagged ? random.NextDouble() : 0.001;
            var age = TimeSpan.FromMinutes(random.Next(60 * 24 * 40));
            var sell = random.Next(1_000_000);
#pragma warning restore CA5394
            // Every tenth is flagged: what varies with the number alone would be the same for all of them.
            var (at, source, place) = (now - age, SourceId(number / 7 % Sources), Places[number % Places.Length]);
            var (micro, key) = (at.ToMicroseconds(), number.ToString(CultureInfo.InvariantCulture));
            var url = $"https://{source}.example/tin/{key}";
            var seller = $"Cửa hàng {number % 50_000}";
            var phone = "09" + (10_000_000 + (number % 50_000)).ToString(CultureInfo.InvariantCulture);
            var capture = (number / ListingsOfACapture) + 1;
            if (number % ListingsOfACapture == 0 || number == 1)
                Run("INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, 'http', 200, 'listing', ?, 1000, 'allowed', 'bench.warc.gz', ?, 1000)", capture, Id(at), source, (number / 7 % Sources) + 1, url, url, micro, ContentHash.Of(key), number);
            var sellerKey = SellerKey.Of(source, new SellerRecord { Name = seller, Phone = phone })!;
            Run("INSERT INTO listings (no, id, source_id, key, url, first_seen, last_seen, state, unit_id, place, latest_snapshot, seller_key) VALUES (?, ?, ?, ?, ?, ?, ?, 'available', 'bo', ?, ?, ?)", number, Id(at), source, key, url, micro, micro, place, number, sellerKey);
            Run("INSERT INTO listing_urls VALUES (?, ?, ?)", url, number, micro);
            var content = new ExtractedListing
            {
                Record = new ListingRecord { Id = key, Url = url, Title = text[..70], Description = text + "\nGọi " + phone, PriceText = "1tr250", PriceVnd = 1_000_000 + sell, Seller = new SellerRecord { Name = seller, Phone = phone, Location = place } },
                Price = new Money(1_000_000 + sell, "VND"),
                CanonicalUrl = url,
            };
            Run("INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, 0, ?, 'd1', 'e1', ?, ?, ?)", number, Id(at), number, capture, micro, ContentHash.Of(text), 1_000_000 + sell, number, JsonSerializer.Serialize(content, JsonContract.Compact));
            Run("INSERT INTO listing_words (rowid, title, body) VALUES (?, ?, ?)", number, text[..70], text[70..] + " " + seller);
            Run("INSERT OR IGNORE INTO listing_marks VALUES ('phone', ?, ?)", "+84" + phone[1..], number);
            Run("INSERT OR IGNORE INTO listing_marks VALUES ('item-id', ?, ?)", key, number);
            var code = Codes[number / 10 % Codes.Length];
            var result = new ScoreResult(key, priority, flagged, priority, flagged ? [new ViolationScore(code, 0.9)] : [], flagged ? [.. Enumerable.Range(0, 6).Select(i => new Signal("rule", $"{code}.cue-{i}", code, 0.8, "description", i * 5, (i * 5) + 3, text.Substring(i * 5, 3), "Nghi vấn: cụm từ thường gặp ở hàng nhái", null))] : []);
            Run("INSERT INTO findings VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)", number, Id(at), number, micro, priority, priority, flagged ? 1 : 0, JsonSerializer.Serialize(result, JsonContract.Compact));
            if (flagged) Item(number, source, place, code, priority, micro, at, sellerKey);
            // Bands as MinHash makes them for dull boilerplate: one shared by hundreds, the others nobody else's.
            if (!flagged) return;
            Run("INSERT OR IGNORE INTO sketch_bands VALUES (?, ?)", number / 3_000, number);
            for (var band = 1; band < 8; band++) Run("INSERT OR IGNORE INTO sketch_bands VALUES (?, ?)", ((long)number * 8) + band + (1L << 32), number);
        }

        public void End(int listings) => Run("INSERT INTO followers VALUES ('listing-marks', ?)", listings);

        private void Item(int number, string source, string place, string code, double priority, long micro, DateTimeOffset at, string sellerKey)
        {
            var no = ++_item;
            var state = (no % 10) switch { 9 => no % 20 == 9 ? "confirmed" : "dismissed", _ => "new" };
            var decided = state != "new";
            Run("INSERT INTO review_items (no, id, listing_no, finding_no, source_id, channel, state, priority, codes, opened_at, updated_at, unit_id, place, unit_from, revision, value, price_ratio, seller_key) VALUES (?, ?, ?, ?, ?, 'marketplace', ?, ?, ?, ?, ?, 'bo', ?, ?, ?, ?, ?, ?)", no, Id(at), number, number, source, state, priority, $"[\"{code}\"]", micro, micro, place, micro, decided ? 1 : 0, priority, (number * 37 % 1000) / 1000.0, sellerKey);
            Run("INSERT INTO item_codes (item_no, code, state, priority, value) VALUES (?, ?, ?, ?, ?)", no, code, state, priority, priority);
            Run("INSERT INTO item_transitions VALUES (?, 0, NULL, 'new', 'opened', 'system:scan', ?)", no, micro);
            if (!decided) return;
            Run("INSERT INTO item_transitions VALUES (?, 1, 'new', ?, ?, 'lan', ?)", no, state, state == "confirmed" ? "confirm" : "dismiss", micro);
            Run("INSERT INTO decisions VALUES (?, ?, ?, 1, ?, ?, ?, 'Đã xem', 'lan', ?, NULL)", ++_decision, Id(at), no, number, state == "confirmed" ? "confirm" : "dismiss", state == "confirmed" ? $"[\"{code}\"]" : "[]", micro);
        }

        private static byte[] Id(DateTimeOffset at) => Guid.CreateVersion7(at).ToByteArray(bigEndian: true);

        private void Run(string sql, params object[] values)
        {
            if (!_commands.TryGetValue(sql, out var command))
            {
                command = connection.CreateCommand();
                var numbered = sql.Split('?');
#pragma warning disable CA2100 // statements of this file
                command.CommandText = string.Concat(numbered.Select((part, index) => index == 0 ? part : $"?{index}{part}"));
#pragma warning restore CA2100
                for (var i = 1; i <= values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
                _commands[sql] = command;
            }

            for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
            command.ExecuteNonQuery();
        }
    }
}
