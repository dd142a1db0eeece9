using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Looks for what the loader allows but a careful analyst would not leave (<c>rules lint</c>).</summary>
public static class RuleLinter
{
    /// <summary>Every remark, in the order of the packs.</summary>
    public static IReadOnlyList<InputError> Lint(RuleSet rules)
    {
        var remarks = new List<InputError>();
        foreach (var rule in rules.Rules)
        {
            void Remark(string field, string message) => remarks.Add(new(rule.File, rule.Line, $"{rule.Id}: {field}", message));
            foreach (var condition in Walk(rule.When).Concat(rule.Unless is null ? [] : Walk(rule.Unless)))
            {
                switch (condition)
                {
                    case HasRegex { Literal.Exact.Count: 0 } regex:
                        Remark("regex", $"Biểu thức \"{regex.Expression}\" không có \"literal\": sẽ chạy trên mọi tin, chậm gấp mười lần. Thêm đoạn chữ mà biểu thức luôn chứa.");
                        break;
                    case HasRegex regex when !Gate.Holds(regex.Expression.Pattern, regex.Literal.Words):
                        Remark("regex", $"Biểu thức \"{regex.Expression}\" có thể khớp mà không chứa literal nào trong: {string.Join(", ", regex.Literal.Words)}.");
                        break;
                    case HasPhrase phrase when phrase.Phrases.Words.Any(static word => word.Length < 2):
                        Remark("any", "Có cụm từ chỉ một chữ cái: sẽ khớp khắp nơi.");
                        break;
                    case Near { Words: > 60 }:
                        Remark("near", "Khoảng cách trên 60 từ gần như là bất kỳ đâu; dùng \"every\" cho rõ.");
                        break;
                    default:
                        break;
                }
            }
            if (rule.Status is RuleStatus.Active or RuleStatus.Shadow && rule.Examples.Ignores.Count == 0 && !rule.File.Contains("watchlists/", StringComparison.Ordinal))
                Remark("examples.ignores", "Chưa có ví dụ vô can: thêm ít nhất một.");
            if (!rule.Message.Contains("ghi vấn", StringComparison.Ordinal)) Remark("message", "Thông điệp phải nói \"nghi vấn\", không kết luận.");
            if (rule.Level == RuleLevel.High && rule.Weight < RuleVerdict.Bar) Remark("weight", "Mức high mà trọng số dưới ngưỡng: quy tắc không tự gọi xem xét được.");
        }
        foreach (var twins in rules.Rules.Where(static rule => rule.Status == RuleStatus.Active).GroupBy(static rule => Signature(rule.When), StringComparer.Ordinal).Where(static group => group.Key.Length > 0 && group.Count() > 1))
        {
            foreach (var rule in twins.Skip(1)) remarks.Add(new(rule.File, rule.Line, rule.Id, $"Điều kiện trùng với {twins.First().Id}."));
        }
        foreach (var statement in rules.Statements)
        {
            var lacks = statement.Lacks().ToArray();
            if (lacks.Length > 0) remarks.Add(new(statement.File, statement.Line, statement.Field, $"Căn cứ thiếu {string.Join(", ", lacks)}: ghi nguồn (\"; nguồn: …\") và ngày dd/mm/yyyy, hoặc ghi \"{LegalStatement.Unverified}\"."));
        }
        return remarks;
    }

    internal static IEnumerable<Condition> Walk(Condition condition)
    {
        yield return condition;
        var inner = condition switch
        {
            AllOf all => all.Parts,
            AnyOf any => any.Parts,
            Not not => [not.Part],
            Facts.Contradicts both => [both.Claim, both.Against],
            _ => (IReadOnlyList<Condition>)[],
        };
        foreach (var part in inner)
        {
            foreach (var deeper in Walk(part)) yield return deeper;
        }
    }

    private static string Signature(Condition condition) =>
        condition is HasPhrase phrase ? string.Join('|', phrase.Phrases.Exact.Order()) + "/" + string.Join('|', phrase.Scope.Fields) : "";

    /// <summary>Whether an expression can match only where one of its literals stands.</summary>
    internal static class Gate
    {
        /// <summary>
        /// Reads the expression as far as certainty goes: each top-level alternative must hold a literal in characters that are
        /// neither optional nor in a class; a group counts when each of its own alternatives does.
        /// </summary>
        public static bool Holds(string pattern, IReadOnlyList<string> literals) => literals.Count > 0 && Alternatives(pattern).All(part => Certain(part, literals));

        private static bool Certain(string part, IReadOnlyList<string> literals)
        {
            var plain = new System.Text.StringBuilder();
            for (var i = 0; i < part.Length; i++)
            {
                var c = part[i];
                if (c == '(')
                {
                    var end = Close(part, i);
                    var optional = end + 1 < part.Length && (part[end + 1] is '?' or '*' || part.AsSpan(end + 1).StartsWith("{0"));
                    var body = part[(i + 1)..end];
                    if (body.StartsWith("?:", StringComparison.Ordinal)) body = body[2..];
                    if (!optional && Holds(body, literals)) return true;
                    plain.Append('\0');
                    i = end;
                }
                else if (c == '[')
                {
                    while (++i < part.Length && part[i] != ']') if (part[i] == '\\') i++;
                    plain.Append('\0');
                }
                else if (c == '\\' && i + 1 < part.Length)
                {
                    i++;
                    plain.Append(char.IsLetterOrDigit(part[i]) ? '\0' : part[i]);
                }
                else if (c is '?' or '*' || (c == '{' && part.AsSpan(i).StartsWith("{0")))
                {
                    // What stands before may be absent.
                    if (plain.Length > 0) plain[^1] = '\0';
                    if (c == '{') while (i < part.Length && part[i] != '}') i++;
                }
                else
                {
                    plain.Append(c is '.' or '^' or '$' or '+' or '{' or '}' or '|' ? '\0' : c);
                }
            }
            var text = plain.ToString();
            return literals.Any(literal => text.Contains(literal, StringComparison.OrdinalIgnoreCase));
        }

        private static List<string> Alternatives(string pattern)
        {
            var parts = new List<string>();
            int depth = 0, start = 0;
            for (var i = 0; i < pattern.Length; i++)
            {
                if (pattern[i] == '\\') i++;
                else if (pattern[i] == '[') { while (++i < pattern.Length && pattern[i] != ']') if (pattern[i] == '\\') i++; }
                else if (pattern[i] == '(') depth++;
                else if (pattern[i] == ')') depth--;
                else if (pattern[i] == '|' && depth == 0)
                {
                    parts.Add(pattern[start..i]);
                    start = i + 1;
                }
            }
            parts.Add(pattern[start..]);
            return parts;
        }

        private static int Close(string text, int open)
        {
            var depth = 0;
            for (var i = open; i < text.Length; i++)
            {
                if (text[i] == '\\') i++;
                else if (text[i] == '(') depth++;
                else if (text[i] == ')' && --depth == 0) return i;
            }
            return text.Length - 1;
        }
    }
}
