using System.Buffers;
using System.Globalization;
using System.Text;

namespace SbertRepro.Encoders;

/// <summary>What happens to text before WordPiece; the defaults are those of bert-base-uncased.</summary>
/// <param name="LowerCase">Lower-case every word.</param>
/// <param name="StripAccents">Remove combining marks after canonical decomposition; null means: when lower-casing.</param>
/// <param name="CleanText">Remove control characters, turn all white space into spaces.</param>
/// <param name="SplitChinese">Make each CJK ideograph a word.</param>
public sealed record BertTextOptions(bool LowerCase = true, bool? StripAccents = null, bool CleanText = true, bool SplitChinese = true)
{
    public bool StripsAccents => StripAccents ?? LowerCase;
}

/// <summary>
/// The part of BERT's tokenisation before WordPiece: clean, separate ideographs, strip accents, lower-case, split at white space and punctuation, in this order.
/// <para>
/// Microsoft.ML.Tokenizers 2.0.1 has its own (BertTokenizer, ApplyBasicTokenization); 62 of the 344 golden lines differ, for these reasons, hence this class before its WordPiece:
/// symbols and emoji vanish ("$5 + x = 5" gives "5 x 5"), a tab does not separate ("a\tb"), "foo_bar" gives "foo ##_ ##bar", "[mask]" in lower case is taken for [MASK], and a lone surrogate throws.
/// </para>
/// </summary>
internal sealed class BertText(BertTextOptions options, IReadOnlyList<string> specialTokens, string unknownToken, int maximumWordLength)
{
    private readonly SearchValues<string> _special = SearchValues.Create([.. specialTokens], StringComparison.Ordinal);

    /// <summary>The words of <paramref name="text"/> with single spaces between them. A special token written in the text stays one word, as in Hugging Face tokenizers.</summary>
    public string Words(ReadOnlySpan<char> text)
    {
        var words = new WordList(unknownToken, maximumWordLength, text.Length);
        for (var at = text.IndexOfAny(_special); at >= 0; at = text.IndexOfAny(_special))
        {
            AddPlain(text[..at], words);
            var token = LongestSpecialTokenAt(text[at..]);
            words.AddWhole(token);
            text = text[(at + token.Length)..];
        }
        AddPlain(text, words);
        return words.ToString();
    }

    private string LongestSpecialTokenAt(ReadOnlySpan<char> text)
    {
        var longest = "";
        foreach (var token in specialTokens)
        {
            if (token.Length > longest.Length && text.StartsWith(token, StringComparison.Ordinal)) longest = token;
        }
        return longest;
    }

    private void AddPlain(ReadOnlySpan<char> text, WordList words)
    {
        if (Ascii.IsValid(text))
        {
            foreach (var character in text) AddCleaned(new Rune(character), words);
        }
        else if (options.StripsAccents)
        {
            foreach (var rune in Cleaned(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
            {
                if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark) AddRune(rune, words);
            }
        }
        else
        {
            foreach (var rune in Cleaned(text).EnumerateRunes()) AddRune(rune, words);
        }
        words.EndWord();
    }

    private void AddCleaned(Rune rune, WordList words)
    {
        if (!options.CleanText || !IsRemoved(rune)) AddRune(rune, words);
    }

    /// <summary>Ideographs are separated before decomposition, which would turn compatibility ideographs into ordinary ones. A lone surrogate becomes U+FFFD here.</summary>
    private string Cleaned(ReadOnlySpan<char> text)
    {
        var cleaned = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (options.CleanText && IsRemoved(rune)) continue;
            if (options.SplitChinese && IsIdeograph(rune.Value)) cleaned.Append(' ').Append(rune.ToString()).Append(' ');
            else cleaned.Append(rune.ToString());
        }
        return cleaned.ToString();
    }

    private void AddRune(Rune rune, WordList words)
    {
        if (Rune.IsWhiteSpace(rune)) words.EndWord();
        else if (IsPunctuation(rune)) words.AddPunctuation(rune);
        else if (options.LowerCase && rune.Value == CapitalIWithDot) words.Add("i\u0307");
        else words.Add(options.LowerCase ? Rune.ToLowerInvariant(rune) : rune);
    }

    /// <summary>U+0130 is the one character whose lower case is two characters (Unicode SpecialCasing.txt); .NET maps character by character.</summary>
    private const int CapitalIWithDot = 0x130;

    /// <summary>NUL, the replacement character and every character of category C (control, format, private use, unassigned) but tab, line feed and carriage return.</summary>
    private static bool IsRemoved(Rune rune)
    {
        if (rune.IsAscii) return (rune.Value < ' ' && rune.Value is not ('\t' or '\n' or '\r')) || rune.Value == 0x7F;
        return rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
    }

    /// <summary>Unicode category P, and all ASCII characters that are neither letters, digits, white space nor control: BERT counts $ + &lt; = &gt; ^ ` | ~ as punctuation too.</summary>
    private static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? rune.Value is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
        : Rune.IsPunctuation(rune);

    /// <summary>The blocks of CJK ideographs that BERT's original tokenizer lists; kana and hangul are not among them.</summary>
    private static bool IsIdeograph(int codePoint) => codePoint
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Words as they are built. One that is longer than WordPiece accepts becomes the unknown token; BERT counts code points there, not UTF-16 units.</summary>
    private sealed class WordList(string unknownToken, int maximumLength, int capacity)
    {
        private readonly StringBuilder _text = new(capacity + (capacity / 4) + 8);
        private int _start;
        private int _length;

        public void Add(Rune rune)
        {
            if (rune.IsBmp) _text.Append((char)rune.Value);
            else _text.Append(rune.ToString());
            _length++;
        }

        public void Add(string part)
        {
            _text.Append(part);
            _length += part.Length;
        }

        public void AddPunctuation(Rune rune)
        {
            EndWord();
            Add(rune);
            EndWord();
        }

        public void AddWhole(string token)
        {
            _text.Append(token).Append(' ');
            _start = _text.Length;
        }

        public void EndWord()
        {
            if (_length == 0) return;
            if (_length > maximumLength)
            {
                _text.Length = _start;
                _text.Append(unknownToken);
            }
            _text.Append(' ');
            (_start, _length) = (_text.Length, 0);
        }

        public override string ToString() => _text.ToString();
    }
}
