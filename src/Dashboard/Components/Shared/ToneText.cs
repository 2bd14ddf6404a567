namespace Signalbox.Dashboard.Components.Shared;

/// <summary>What a tone is called in classes and where there is no colour.</summary>
public static class ToneText
{
    /// <summary>Class of the shape with its word.</summary>
    public static string SignalClass(this Tone tone) => tone switch
    {
        Tone.Idle => "is-idle",
        Tone.Run => "is-run",
        Tone.Ok => "is-ok",
        Tone.Wait => "is-wait",
        Tone.Bad => "is-bad",
        Tone.Skip => "is-idle is-skip",
    };

    /// <summary>Class of the word alone.</summary>
    public static string WordClass(this Tone tone) => tone switch
    {
        Tone.Idle or Tone.Skip => "tone-idle",
        Tone.Run => "tone-run",
        Tone.Ok => "tone-ok",
        Tone.Wait => "tone-wait",
        Tone.Bad => "tone-bad",
    };

    /// <summary>The shape as a character, for the title of the browser's tab.</summary>
    public static string Mark(this Tone tone) => tone switch
    {
        Tone.Idle => "○",
        Tone.Run => "▶",
        Tone.Ok => "✓",
        Tone.Wait => "◆",
        Tone.Bad => "■",
        Tone.Skip => "–",
    };
}
