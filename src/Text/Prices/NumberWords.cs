using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>
/// Amounts in words as they are spoken: "bốn trăm chín" is 490,000 (the thousand is understood), "một củ tư" 1.4 million,
/// "hai mươi lăm ngàn", "trăm rưỡi", "hai trăm lẻ năm".
/// </summary>
internal static class NumberWords
{
    /// <summary>The digit a word names, or null.</summary>
    public static int? Digit(ReadOnlySpan<char> word) => word switch
    {
        "một" or "mốt" or "mot" => 1,
        "hai" => 2,
        "ba" => 3,
        "bốn" or "bon" or "tư" or "tu" => 4,
        "năm" or "lăm" or "nhăm" => 5,
        "nam" or "lam" => 5,
        "sáu" or "sau" => 6,
        "bảy" or "bẩy" or "bay" => 7,
        "tám" or "tam" => 8,
        "chín" or "chin" => 9,
        _ => null,
    };

    /// <summary>The amount in words that begins at <paramref name="start"/>, the start of a word; null for none.</summary>
    /// <param name="seriesToo">Whether a bare series of digits counts: "ba sáu chín" as 369,000.</param>
    public static DongAmount? Read(string text, int start, bool seriesToo)
    {
        var sum = new Spoken();
        var at = start;
        var end = start;
        var marked = false;
        var before = (Sum: sum, End: end);
        while (at < text.Length)
        {
            var wordEnd = at;
            while (wordEnd < text.Length && Letters.IsLetter(text[wordEnd])) wordEnd++;
            if (wordEnd == at) break;
            var word = text.AsSpan(at, wordEnd - at);
            if (Digit(word) is { } digit)
            {
                before = (sum, end);
                if (!sum.Digit(digit, word)) break;
            }
            else if (!sum.Word(word))
            {
                if (word is "đồng" or "đ" or "vnd" or "vnđ" && end > start)
                {
                    marked = true;
                    end = wordEnd;
                }
                else if (word is "trăm" or "tram" or "chục" or "mươi" or "nghìn" or "ngàn")
                {
                    // "ba chục một trăm con": the last digit belongs to what follows.
                    (sum, end) = before;
                }
                break;
            }
            end = wordEnd;
            if (end + 1 < text.Length && text[end] == ' ' && Letters.IsLetter(text[end + 1])) at = end + 1;
            else break;
        }
        if (sum.Value(seriesToo) is not { } value) return null;
        return new(start, end, value, value, marked || sum.HasScale ? Certainty.Marked : Certainty.Ambiguous, 1_000);
    }

    /// <summary>A spoken number as it grows.</summary>
    private struct Spoken
    {
        private decimal _total, _group, _lastScale;
        private int _pending, _words, _digitsInRow;
        private int _last;
        private bool _hundred, _half, _everyday;
        private int _series, _seriesLength;

        /// <summary>Whether a thousand, a million or more was said.</summary>
        public bool HasScale { get; private set; }

        public bool Digit(int digit, ReadOnlySpan<char> word)
        {
            if (_half) return false;
            _words++;
            _digitsInRow++;
            _series = _seriesLength++ < 4 ? _series * 10 + digit : 0;
            if (_pending == 10 && _digitsInRow == 1) _pending += digit;
            else if (_pending > 99 || _pending > 0 && (_digitsInRow < 2 || _hundred && word is not ("lăm" or "nhăm" or "lam"))) return false;
            else _pending = _pending * 10 + digit;
            return true;
        }

        public bool Word(ReadOnlySpan<char> word)
        {
            if (_half) return false;
            switch (word)
            {
                case "mười" or "muoi" when _pending == 0 && _digitsInRow == 0:
                    _pending = 10;
                    break;
                case "mươi" or "muoi" or "chục" or "chuc" when _pending > 0 || word[0] == 'c' && _words == 0:
                    Put(10);
                    break;
                case "trăm" or "tram" when !_hundred && _group == 0:
                    Put(100);
                    _hundred = true;
                    break;
                case "lẻ" or "linh" or "le" when _hundred && _pending == 0:
                    _last = 1;
                    break;
                case "nghìn" or "ngàn" or "nghin" or "ngan" or "ngìn" or "k" when _pending > 0 || _group > 0:
                    Scale(1_000);
                    break;
                case "triệu" or "trieu" or "tr" or "củ":
                    Scale(1_000_000);
                    break;
                case "chai" when _pending is > 0 and < 100:
                    Scale(1_000_000);
                    HasScale = false;
                    _everyday = true;
                    break;
                case "lít" or "lốp" or "xị" or "sọi" or "xọi" when _pending is > 0 and < 10:
                    Scale(100_000);
                    HasScale = false;
                    _everyday = true;
                    break;
                case "tỷ" or "tỉ" when _pending > 0 || _group > 0:
                    Scale(1_000_000_000);
                    break;
                case "rưỡi" or "ruoi" or "rưởi" or "ruỡi" or "rươi" when _last >= 100 || _lastScale > 0:
                    if (_lastScale > 0 && _group == 0) _total += _lastScale / 2;
                    else _group += 50;
                    _half = true;
                    break;
                default:
                    return false;
            }
            _words++;
            _digitsInRow = 0;
            return true;
        }

        public readonly decimal? Value(bool seriesToo)
        {
            if (_words < 2) return null;
            if (seriesToo && _seriesLength == 3 && _words == 3) return _series * 1_000m;
            if (!_hundred && !HasScale && !_everyday && _last != 10 || _digitsInRow > 1 && _pending > 99) return null;
            if (_lastScale >= 100_000 && _group == 0 && _pending is > 0 and < 10) return _total + _pending * _lastScale / 10;
            var rest = _group + (_last == 100 && _pending is > 0 and < 10 ? _pending * 10 : _pending);
            return _lastScale switch
            {
                0 => rest * 1_000,
                1_000 => _total + rest,
                _ => _total + rest * (_lastScale / 1_000),
            };
        }

        private void Put(int unit)
        {
            _group += (_pending == 0 ? 1 : _pending) * unit;
            _pending = 0;
            _last = unit;
        }

        private void Scale(decimal scale)
        {
            var amount = _group + (_last == 100 && _pending is > 0 and < 10 ? _pending * 10 : _pending);
            _total += (amount == 0 ? 1 : amount) * scale;
            _group = 0;
            _pending = 0;
            _last = 0;
            _hundred = false;
            _lastScale = scale;
            HasScale = true;
        }
    }
}
