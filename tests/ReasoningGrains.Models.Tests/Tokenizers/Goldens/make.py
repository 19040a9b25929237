"""Words as Python's regex module cuts them, and NFC as unicodedata composes it. Run: python3 make.py > text.json"""
import json, random, sys, unicodedata
import regex

GPT2 = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""
QWEN2 = r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
DEEPSEEK = r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""
SETS = {
    "smollm": [r"\p{N}", GPT2],
    "gpt-2": [GPT2],
    "qwen2": [QWEN2],
    "llama-bpe": [QWEN2.replace(r"\p{N}| ?", r"\p{N}{1,3}| ?")],
    "deepseek-v3": [r"\p{N}{1,3}", "[一-龥぀-ゟ゠-ヿ]+", DEEPSEEK],
}

def split(words, pattern):
    for word in words:
        done = 0
        for match in regex.finditer(pattern, word):
            if match.end() == match.start():
                continue
            if match.start() > done:
                yield word[done:match.start()]
            yield match.group()
            done = match.end()
        if done < len(word):
            yield word[done:]

def cut(text, patterns):
    words = [text] if text else []
    for pattern in patterns:
        words = list(split(words, pattern))
    return words

random.seed(4)
ALPHABET = list("aZéß中あ 한\n\r\t.,!'-12٣Ⅷ½") + ["  ", "'s", "'LL", "\u00a0", "\u3000", "\u0301", "\u200d", "\u0e33", "𝐀", "𝟙", "🙂", "🏽", "𒀀", "𑀀", "\U000E0020", "\uE000", "\U000F0000", "𐄀", "\u0000", "𞤀", "𠀀", "₿", "‱", "«"]
texts = ["".join(random.choice(ALPHABET) for _ in range(random.randint(1, 24))) for _ in range(300)]
words = [{"text": text, **{name: cut(text, patterns) for name, patterns in SETS.items()}} for text in texts]

MARKS = list("aeoABㄱ가각한") + ["\u0301", "\u0323", "\u0308", "\u030a", "\u0345", "\u1100", "\u1161", "\u11a8", "\u212b", "\u0958", "\u2adc", "\u0344", "\U0001D15E", "\U0001D165", "\u0b47", "\u0b3e", "\u09c7", "\u09be", "\U00011099", "\U000110BA", "ﬁ", "é", "ệ", "\u0f71", "\u0f72", "\u0f73"]
compositions = []
for _ in range(400):
    text = "".join(random.choice(MARKS) for _ in range(random.randint(1, 12)))
    compositions.append([text, unicodedata.normalize("NFC", text)])
json.dump({"words": words, "compositions": compositions}, sys.stdout, ensure_ascii=True)
