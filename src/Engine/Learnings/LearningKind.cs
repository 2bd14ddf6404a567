namespace Signalbox.Engine.Learnings;

/// <summary>Kind of a learning: the file that it stands in (spec 4, 4.1 <c>learnings/</c>).</summary>
public enum LearningKind
{
    /// <summary><c>patterns.md</c>: code patterns.</summary>
    Patterns = 0,

    /// <summary><c>bugs.md</c>: bug patterns.</summary>
    Bugs = 1,

    /// <summary><c>anti_patterns.md</c>: what to avoid.</summary>
    AntiPatterns = 2,
}
