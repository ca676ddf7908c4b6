namespace SbertRepro.Encoders.Baselines;

/// <summary>
/// Our own list of English function words, by class: what carries grammar rather than topic. "not" and its kind are among them, as in the lists used with
/// averaged vectors, although leaving them out changes what a sentence says. sentence-transformers' list is longer; its authors say theirs only in code.
/// </summary>
public static class FunctionWords
{
    private const string Lists = """
        a an the this that these those some any each every either neither both all no another other such
        i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself
        they them their theirs themselves one who whom whose which what someone anyone everyone nobody something anything everything nothing
        am is are was were be been being do does did doing done have has had having will would shall should can could may might must ought
        of in to for on with at by from about as into like through after over between out against during without before under around among
        above below up down off near along across behind beyond until upon toward towards within onto per via
        and or but nor so yet if because although though while when where whether since unless than then why how whenever wherever
        not n't never very too also just only even still again already there here now once more most much many few less least own same
        s t d m re ve ll don doesn didn isn aren wasn weren won wouldn shouldn couldn hasn haven hadn 's 't 'd 'm 're 've 'll
        ! " # $ % & ' ( ) * + , - . / : ; < = > ? @ [ \ ] ^ _ ` { | } ~ -- ... `` ''
        """;

    public static IReadOnlySet<string> All { get; } = Lists.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
