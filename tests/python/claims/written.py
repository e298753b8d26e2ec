"""Claims as people write them: those that are read, and those that are not, each with why."""

import csv
import io

OWN = "seeds/claims/own_claims.csv"
HEADER = ["claim_id", "section", "topic", "statement", "method", "benchmark"]
HEADER += ["group_a", "group_b", "statistic", "expected", "threshold"]

#: What most claims below are, but for the fields they are about.
PAIR = {
    "method": "tukey_hsd",
    "benchmark": "ARC",
    "group_a": "Llama",
    "group_b": "Mistral",
    "statistic": "p_adj",
    "expected": "significant",
}
AHEAD = PAIR | {"method": "mean_difference", "statistic": "mean_diff", "expected": "positive"}
SHARE = {
    "method": "descriptive",
    "group_a": "Llama",
    "statistic": "share_pct",
    "expected": "54",
}
TERM = {
    "method": "gam_smooth_term",
    "benchmark": "ARC",
    "group_a": "s(log_Param)",
    "statistic": "p_smooth",
    "expected": "significant",
}
SLOPE = {
    "method": "gam_derivative",
    "benchmark": "ARC",
    "group_a": "3-7B",
    "statistic": "derivative",
    "expected": "positive",
}
CONTRAST = SLOPE | {
    "method": "gam_contrast",
    "group_a": "70B",
    "group_b": "7B",
    "statistic": "difference of fitted values",
}
ANOVA = {
    "method": "anova_oneway",
    "benchmark": "ARC",
    "group_a": "training_type",
    "statistic": "p_F",
    "expected": "significant",
}
FACTORS = {
    "method": "components",
    "group_a": "all_components",
    "statistic": "factors by parallel analysis",
    "expected": "3",
}
COUNT = PAIR | {"statistic": "n_sig_pairs_involving_bin", "group_b": "", "expected": ">=1"}


#: Claims that are read, and what they then say: the operator, its number, the tolerance, the level.
READ = [
    (PAIR, ("significant", None, 0, 0.05)),
    (PAIR | {"threshold": "p<0.001"}, ("significant", None, 0, 0.001)),
    (PAIR | {"threshold": "p < 0.001"}, ("significant", None, 0, 0.001)),
    (PAIR | {"threshold": "p_adj<0.01"}, ("significant", None, 0, 0.01)),
    (PAIR | {"threshold": "p<1e-3"}, ("significant", None, 0, 0.001)),
    (
        PAIR | {"expected": "not significant", "threshold": "p>=0.001"},
        ("not_significant", None, 0, 0.001),
    ),
    (
        PAIR | {"expected": "not significant", "threshold": "p<0.001"},
        ("not_significant", None, 0, 0.001),
    ),
    (PAIR | {"group_a": "GPT-2"}, ("significant", None, 0, 0.05)),
    (TERM | {"threshold": "p<0.001"}, ("significant", None, 0, 0.001)),
    (ANOVA | {"threshold": "p<1E-10"}, ("significant", None, 0, 1e-10)),
    (ANOVA | {"group_a": "", "topic": "range_of_mine"}, ("significant", None, 0, 0.05)),
    (AHEAD | {"threshold": "diff>0"}, ("positive", None, 0, 0.05)),
    (AHEAD | {"expected": "negative", "threshold": "diff < 0"}, ("negative", None, 0, 0.05)),
    (AHEAD | {"expected": ">=0"}, ("at_least", 0, 0, 0.05)),
    (AHEAD | {"expected": ">=-2.5"}, ("at_least", -2.5, 0, 0.05)),
    (AHEAD | {"expected": "<= 2"}, ("at_most", 2, 0, 0.05)),
    (AHEAD | {"expected": ">=1e1"}, ("at_least", 10, 0, 0.05)),
    (AHEAD | {"expected": "<5", "threshold": "diff<5"}, ("below", 5, 0, 0.05)),
    (SHARE | {"threshold": "+-0.6"}, ("equals", 54, 0.6, 0.05)),
    (SHARE | {"threshold": "+- 50"}, ("equals", 54, 50, 0.05)),
    (SHARE | {"threshold": "±50"}, ("equals", 54, 50, 0.05)),
    (SHARE | {"expected": "5.4e1"}, ("equals", 54, 0, 0.05)),
    (SHARE | {"expected": ">60"}, ("above", 60, 0, 0.05)),
    # the paper's own words for this method and statistic
    (SHARE | {"threshold": "+-0.6 pp"}, ("equals", 54, 0.6, 0.05)),
    (COUNT | {"threshold": "p_adj<0.05"}, ("at_least", 1, 0, 0.05)),
    (SLOPE, ("positive", None, 0, 0.05)),
    (SLOPE | {"group_a": "<1.31B"}, ("positive", None, 0, 0.05)),
    (SLOPE | {"group_a": ""}, ("positive", None, 0, 0.05)),
    (SLOPE | {"benchmark": "TruthfulQA (scaled)"}, ("positive", None, 0, 0.05)),
    (CONTRAST, ("positive", None, 0, 0.05)),
    (CONTRAST | {"group_a": "3-7B", "benchmark": "all"}, ("positive", None, 0, 0.05)),
    (
        {"method": "gam_interplay", "benchmark": "ARC", "group_a": "s(log_MMLU-Pro)",
         "statistic": "p_smooth", "expected": "significant"},
        ("significant", None, 0, 0.05),
    ),
    (
        {"method": "gam_derivative", "benchmark": "all", "expected": ">2",
         "statistic": "n_benchmarks_with_monotone_increase"},
        ("above", 2, 0, 0.05),
    ),
    (
        {"method": "tukey_hsd", "benchmark": "all", "group_a": "training_type",
         "statistic": "share_nonsignificant_pairs", "expected": ">=0.1"},
        ("at_least", 0.1, 0, 0.05),
    ),
    (
        {"method": "tukey_hsd", "benchmark": "all", "group_a": "Llama",
         "statistic": "rank_by_n_sig_pairs", "expected": "rank<=3"},
        ("at_most", 3, 0, 0.05),
    ),
    (
        {"method": "descriptive_quantile", "group_a": "q60", "statistic": "params_quantile",
         "expected": "<=13"},
        ("at_most", 13, 0, 0.05),
    ),
    (
        {"method": "curve_similarity", "benchmark": "all", "group_a": "fine-tuned",
         "group_b": "instruction-tuned/pretrained", "expected": ">=0.8",
         "statistic": "correlation of centred smooths"},
        ("at_least", 0.8, 0, 0.05),
    ),
]  # fmt: skip

#: Claims that are not, and how the reason begins. Each was once judged by another rule than its own
#: words, or stopped the build, or was accepted and could never be judged.
REFUSED = [
    *(
        (PAIR | {"threshold": threshold}, f"threshold cannot be read: {threshold}; write p<0.001")
        for threshold in ("p<=0.001", "p <= 0.001", "0.001", "p<0,001", "p<5", "p<0", "p<1", "p<-1")
    ),
    *(
        (PAIR | {"threshold": threshold}, f"threshold cannot be read: {threshold}; write p<0.001")
        for threshold in ("garbage", "p<0.001 or so", "p>=0.05", "P<0.001", "p<1e-999", "p<1e999")
    ),
    (PAIR | {"threshold": "+-0.5"}, "threshold cannot be read: +-0.5; write p<0.001"),
    *(
        (SHARE | {"threshold": threshold}, f"threshold cannot be read: {threshold}; write +-0.5")
        for threshold in ("50", "+-0,5", "+-", "±", "+-1 or 2", "0.5", "p<0.001")
    ),
    (SHARE | {"expected": ">=54", "threshold": "+-1"}, "threshold cannot be read: +-1; write not"),
    (AHEAD | {"threshold": "diff<0"}, "threshold cannot be read: diff<0; write what is expected"),
    (AHEAD | {"threshold": "diff>5"}, "threshold cannot be read: diff>5; write what is expected"),
    (COUNT | {"threshold": "p_adj<0.001"}, "threshold cannot be read: p_adj<0.001; write nothing"),
    *(
        (AHEAD | {"expected": expected}, f"expected cannot be read: {expected}; write positive")
        for expected in (">=0,5", ">=", ">= 1.2.3", "=>5", "≥5", "higher", "5 %", ">=1e999", "−5")
    ),
    (PAIR | {"expected": "Significant"}, "expected cannot be read: Significant; write significant"),
    (PAIR | {"expected": ">=0"}, "expected cannot be read: >=0; write significant or not"),
    (PAIR | {"expected": ""}, "expected cannot be read: ; write significant or not"),
    (SLOPE | {"expected": "rising"}, "expected cannot be read: rising; write positive or negative"),
    (SHARE | {"expected": "rank<=3"}, "expected cannot be read: rank<=3; write a number"),
    (SHARE | {"expected": "54; 3"}, "expected cannot be read: 54; 3; write a number"),
    (
        {"method": "one_sample_test_vs_chance", "benchmark": "ARC", "group_a": "<=0.1B",
         "statistic": "mean - chance", "expected": "negative"},
        "expected cannot be read: negative; write positive",
    ),
    (
        {"method": "curve_similarity", "benchmark": "ARC", "expected": "<=0.5",
         "statistic": "correlation of fitted partial effects"},
        "expected cannot be read: <=0.5; write a number after >= or >",
    ),
    # what a rule decides by itself, it decides on the paper's words alone
    (
        {"method": "permanova", "statistic": "PERMANOVA R2 by factor", "benchmark": "all",
         "expected": "type > size > architecture"},
        'expected cannot be read: type > size > architecture; write "size > architecture > type"',
    ),
    (
        {"method": "gam_interaction", "statistic": "LRT/AIC", "benchmark": "all",
         "expected": "significant"},
        'expected cannot be read: significant; write "interaction significant" with threshold "p<0',
    ),
    (
        {"method": "descriptive_quantile", "statistic": "bin_edges", "expected": "1,two,3"},
        'expected cannot be read: 1,two,3; write "0.7,2.8,',
    ),
    # groups
    (PAIR | {"group_b": "Llama"}, "group_a and group_b are the same level: Llama"),
    (PAIR | {"group_a": "GPT-2", "group_b": "GPT2"}, "group_a and group_b are the same level"),
    (PAIR | {"group_b": "pretrained"}, "group_a and group_b are levels of two factors: Llama"),
    (PAIR | {"group_a": "[3,7)", "group_b": "[0.7,2.8)"}, "group_a and group_b are ranges of two"),
    (PAIR | {"group_a": "Lama"}, "group_a cannot be read: Lama; write a range of sizes, a"),
    (PAIR | {"group_b": ""}, "group_b is missing; write a range of sizes, a training type"),
    (SHARE | {"group_b": "Mistral"}, "group_b cannot be read: Mistral; write nothing there"),
    (ANOVA | {"group_a": "Llama"}, "group_a cannot be read: Llama; write parameter_range, tr"),
    (ANOVA | {"group_a": "sizes", "topic": "range_of_mine"}, "group_a cannot be read: sizes;"),
    (TERM | {"group_a": "s(log_Parm)"}, "group_a cannot be read: s(log_Parm); write s(log_Param)"),
    (SLOPE | {"group_a": "3-7 B"}, "group_a cannot be read: 3-7 B; write a range of sizes"),
    (SLOPE | {"group_a": "7-3B"}, "group_a cannot be read: 7-3B; write a range of sizes"),
    (SLOPE | {"group_a": "7B"}, "group_a cannot be read: 7B; write a range of sizes"),
    (CONTRAST | {"group_b": "70B"}, "group_a and group_b are the same sizes: 70B"),
    (CONTRAST | {"group_b": "small"}, "group_b cannot be read: small; write a size"),
    (
        {"method": "gam_by_smooth", "benchmark": "ARC", "group_a": "Llama",
         "statistic": "p_smooth", "expected": "significant"},
        "group_a cannot be read: Llama; write a training type",
    ),
    (
        {"method": "gam_interplay", "benchmark": "ARC", "group_a": "s(log_Foo)",
         "statistic": "p_smooth", "expected": "significant"},
        "group_a cannot be read: s(log_Foo); write s(log_ARC)",
    ),
    *(
        (
            {"method": "descriptive_quantile", "group_a": group, "statistic": "params_quantile",
             "expected": "<=13"},
            f"group_a cannot be read: {group}; write a percentage",
        )
        for group in ("sixty", "q101", "99999999999", "q6O")
    ),
    # benchmarks
    (PAIR | {"benchmark": "ARK"}, "unknown benchmark: ARK"),
    (PAIR | {"benchmark": "HellaSwag,Winogrande"}, "benchmark is several: HellaSwag,Winogrande"),
    (PAIR | {"benchmark": ""}, "missing benchmark"),
    (ANOVA | {"benchmark": "all"}, "benchmark is all; write one"),
    (SHARE | {"benchmark": "ARC"}, "benchmark is ARC; write nothing there"),
    (PAIR | {"benchmark": "TruthfulQA (scaled)"}, "benchmark is scaled, which only size curves"),
    (PAIR | {"method": "crystal_ball"}, "no rule for method and statistic: crystal_ball / p_adj"),
    (PAIR | {"statistic": "p"}, "no rule for method and statistic: tukey_hsd / p; write one of"),
    # questions of structure
    (FACTORS | {"group_a": "all_pairs"}, "group_a cannot be read: all_pairs; write a question_id"),
    (FACTORS | {"group_b": "standardized"}, "group_b cannot be read: standardized; write raw, st"),
]  # fmt: skip

#: Lines as they may be typed, and how their reason begins.
LINES = [
    (b"# OWN: a comment", "1 fields where the header has 11"),
    (b"SHORT,,own,a statement,tukey_hsd,ARC", "6 fields where the header has 11"),
    (b"LONG,,own,a,tukey_hsd,ARC,[3,7),[1.5,3),p_adj,significant,", "13 fields where the header"),
    (b'QUOTE,,own,the "best" one,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,', None),
    (b'STRAY,,own,"the "best" one",tukey_hsd,ARC,Llama,Mistral,p_adj,significant,', "not readable"),
    (b'OPEN,,own,"a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,', "not readable as CSV"),
    (
        b"LATIN,,own,caf\xe9,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        "statement is not UTF-8",
    ),
    (
        b"ESC,,own,\x1b[31m,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        "statement holds a contr",
    ),
    (b",,own,nameless,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,", "missing claim_id"),
    (b"SILENT,,own,,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,", "missing statement"),
    (b"TWICE,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,", None),
    (
        b"TWICE,,own,b,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        f"claim_id is taken: TWICE, by {OWN}, row ",
    ),
    (
        b"C001,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        "claim_id is taken: C001, by data/paper_claims/2024-01-12.csv, row 1",
    ),
    (b"OWN001,,own,cut short", "4 fields where the header has 11"),
    (
        b"WIDE,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,,one,more",
        "13 fields where the header has 11",
    ),
    (b"LAST,,own,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,", None),
]

#: A further paper, held to the same grammar: lines of its file, and how their reason begins.
PAPER = "claims/doe_2025/claims.csv"
OF_PAPER = [
    (
        b"L001,,data,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        "claim_id is taken: L001, by ",
    ),
    (b'D1,,data,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,"p<0,001"', "threshold cannot be"),
    (
        b"D2,,data,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,garbage",
        "threshold cannot be read",
    ),
    (b"D3,,data,a,tukey_hsd,ARK,Llama,Mistral,p_adj,significant,", "unknown benchmark: ARK"),
    (b"D4,,data,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,p<0.001", None),
    (
        b"D5,,dada,a,tukey_hsd,ARC,Llama,Mistral,p_adj,significant,",
        "unknown topic: dada; add it to",
    ),
]


def line(claim_id: str, fields: dict) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="", lineterminator="")
    writer.writerow({"topic": "own"} | fields | {"claim_id": claim_id, "statement": "a claim"})
    return text.getvalue().encode()
